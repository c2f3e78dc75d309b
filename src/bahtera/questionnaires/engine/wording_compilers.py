"""What pyxform and ODK Validate say, in plain Indonesian and English.

Each entry: the message as the compiler writes it (`{x}` for any text), then both wordings. Messages of pyxform 4.5
and of ODK Validate 1.20 (JavaRosa); a test walks the former's own catalogue of errors.
"""

from __future__ import annotations

from typing import Final

_CELL: Final = "On the '{sheet}' sheet, the '{column}' value is invalid. "
_PARAMETERS: Final = "On the 'survey' sheet, the 'parameters' value is invalid. "
_RANGE: Final = _PARAMETERS + "For the 'range' question type, the parameter '{name}' "
_SAVE_TO: Final = "On the 'survey' sheet, the 'save_to' value is invalid. {rest}"
_ENTITIES: Final = (
    "isian untuk entities tidak didukung: data keluarga dan anggota disusun server dari jawaban itu sendiri",
    "entities are not supported: families and members are kept by the server from the answers themselves",
)
_REPEATED: Final = (
    "nama {name} sudah dipakai di tempat lain dalam formulir: setiap nama hanya boleh dipakai sekali",
    "the name {name} is used elsewhere in the form: names are unique",
)
_HAS_NO_FUNCTION: Final = "{head}cannot handle function '{name}'"

PYXFORM: Final = (
    (_SAVE_TO, *_ENTITIES),
    ("On the 'entities' sheet, the entity declaration is invalid. {rest}", *_ENTITIES),
    ("On the 'entities' sheet, the 'list_name' value is invalid. {rest}", *_ENTITIES),
    ("On the 'entities' sheet, one or more column names are invalid. {rest}", *_ENTITIES),
    (
        "Invalid headers provided for sheet: '{sheet}'. For XLSForms, this may be due a missing header row, {rest}",
        "lembar {sheet} tidak punya baris judul kolom di baris pertama, atau ada isian di kolom tanpa judul",
        "the sheet {sheet} has no header in its first row, or a cell stands in a column without one",
    ),
    (
        (
            "Invalid headers provided for sheet: '{sheet}'. Headers that are different names for the same "
            "column were "
            "found: '{one}', '{other}'. {rest}"
        ),
        "lembar {sheet} punya dua kolom untuk hal yang sama, {one} dan {other}: hapus salah satu",
        "the sheet {sheet} has two columns for the same thing, {one} and {other}: remove one",
    ),
    (
        (
            "Invalid headers provided for sheet: '{sheet}'. One or more required column headers were not "
            "found: "
            "{missing}. Learn more: {rest}"
        ),
        "lembar {sheet} tidak punya kolom {missing}",
        "the sheet {sheet} has no column {missing}",
    ),
    (
        "On the 'choices' sheet, the '{column}' value is invalid. Column headers must not be empty {rest}",
        "judul kolom {column} di lembar choices tidak boleh kosong atau berisi spasi",
        "the column header {column} of the sheet choices must not be empty or hold spaces",
    ),
    (
        "On the 'choices' sheet, the 'label' value is invalid. Choices should have a label. {rest}",
        "pilihan ini belum punya tulisan (label)",
        "the choice has no label",
    ),
    (
        "On the 'survey' sheet, the 'name' value '{name}' is invalid. Questions, groups, and repeats must be {rest}",
        *_REPEATED,
    ),
    (
        "On the 'survey' sheet, the 'name' value '{name}' is problematic. The name is a case-insensitive {rest}",
        "nama {name} hanya berbeda huruf besar-kecilnya dari nama lain",
        "the name {name} differs from another only in its capitals",
    ),
    (
        "On the 'survey' sheet, the 'name' value '{name}' is invalid. Repeat names must not be the same {rest}",
        "nama {name} dipakai oleh formulir itu sendiri: pilih nama lain",
        "the name {name} is kept for the form itself: choose another",
    ),
    (
        "On the 'survey' sheet, the 'name' value '{name}' is invalid. Repeat names must unique {rest}",
        *_REPEATED,
    ),
    (
        "On the 'survey' sheet, the 'name' value '{name}' is invalid. The name '{same}' is reserved {rest}",
        "nama {name} dipakai oleh formulir itu sendiri: pilih nama lain",
        "the name {name} is kept for the form itself: choose another",
    ),
    (
        "On the 'choices' sheet, the 'name' value is invalid. Choices must have a name. {rest}",
        "sebuah pilihan belum bernama (name)",
        "a choice has no name",
    ),
    (
        "On the 'choices' sheet, the 'name' value is invalid. Choice names must be unique {rest}",
        "nama pilihan ini sudah ada dalam daftar yang sama",
        "the list has a choice of this name already",
    ),
    (
        _CELL + "Names must begin with a letter or underscore. {rest}",
        (
            "isi kolom {column} harus diawali huruf atau garis bawah, lalu huruf, angka, garis bawah, tanda "
            "hubung atau "
            "titik"
        ),
        (
            "what stands in the column {column} must begin with a letter or underscore, then letters, "
            "digits, "
            "underscores, hyphens or dots"
        ),
    ),
    (
        "The '{name}' value is invalid. Names must begin with a letter or underscore. {rest}",
        "nama {name} harus diawali huruf atau garis bawah, lalu huruf, angka, garis bawah, tanda hubung atau titik",
        "the name {name} must begin with a letter or underscore, then letters, digits, underscores, hyphens or dots",
    ),
    (
        _CELL + "Names used here must not {rest}",
        "nama di kolom {column} tidak boleh dipakai di sini",
        "the name in the column {column} must not be used here",
    ),
    (
        "When looking for a sheet named '{sheet}', the following sheets with similar names were found: {names}.",
        "lembar {sheet} tidak ada; nama yang mirip: {names}",
        "there is no sheet {sheet}; similar names: {names}",
    ),
    (
        _CELL + "Reference variables must start with '{rest}",
        "rujukan ke pertanyaan tidak benar: tulis tanda dolar lalu nama pertanyaan di dalam kurung kurawal",
        "the reference is not well formed: write a dollar sign, then the question's name in braces",
    ),
    (
        _CELL + "Reference variable lists must have a comma {rest}",
        "pisahkan rujukan ke beberapa pertanyaan dengan koma",
        "separate references to several questions with commas",
    ),
    (
        _CELL
        + "Reference variables must contain a name from the 'survey' sheet. Could not find the name '{name}'.",
        "tidak ada pertanyaan bernama {name}",
        "there is no question named {name}",
    ),
    (
        _CELL + "Reference variables names must be unique anywhere in the 'survey'. The name '{name}' {rest}",
        "nama {name} dirujuk di sini tetapi dipakai lebih dari satu pertanyaan",
        "the name {name} is referred to here but used by more than one question",
    ),
    (_RANGE + "must be a number.", "isian {name} harus angka", "{name} must be a number"),
    (_RANGE + "must not be '0' (zero).", "isian {name} tidak boleh nol", "{name} must not be zero"),
    (
        _RANGE + "must not be larger than the range {rest}",
        "isian {name} lebih besar daripada jarak antara start dan end",
        "{name} is larger than the distance from start to end",
    ),
    (
        _RANGE + "must be a multiple of 'step'.",
        "isian {name} harus kelipatan step",
        "{name} must be a multiple of step",
    ),
    (
        _RANGE + "must be between the 'start' and 'end' values, inclusive).",
        "isian {name} harus di antara start dan end",
        "{name} must lie between start and end",
    ),
    (
        _PARAMETERS + "For the 'range' question type, the parameter{rest}",
        "isian parameters untuk pertanyaan range tidak cocok (tick_labelset, tick_interval atau placeholder)",
        "the parameters of the range question do not fit (tick_labelset, tick_interval or placeholder)",
    ),
    (
        "Unmatched 'end_{kind}'. No matching 'begin_{same}' was found for the name '{name}'.",
        "baris ini menutup {kind}, padahal tidak ada {kind} yang dibuka sebelumnya",
        "this ends a {kind}, but no {kind} has begun before it",
    ),
    (
        "Unmatched 'begin_{kind}'. No matching 'end_{same}' was found for the name '{name}'.",
        "{kind} {name} dimulai di sini tetapi tidak pernah ditutup: tambahkan baris end {kind}",
        "the {kind} {name} begins here and is never ended: add a row end {kind}",
    ),
    (
        _CELL + "For geoshape and geotrace questions, the 'incremental' parameter {rest}",
        "isian incremental hanya boleh true, atau dihapus",
        "incremental may only be true, or be left out",
    ),
    (
        _PARAMETERS + "Parameters must be in the form of {rest}",
        "isian parameters harus berbentuk nama=nilai, dipisahkan spasi",
        "parameters must be written as name=value, separated by spaces",
    ),
    (
        _PARAMETERS
        + "The accepted parameter keys for this question type are '{known}'. The following are invalid "
        "parameter key(s): '{wrong}'.",
        "isian parameters ini tidak dikenal: {wrong}. Yang boleh: {known}",
        "these parameters are not known: {wrong}. Known are: {known}",
    ),
    (
        _PARAMETERS + "The 'reference-geometry' parameter {rest}",
        "isian reference-geometry harus nama daftar pilihan atau rujukan ke bagian berulang",
        "reference-geometry must be the name of a list or a reference to a repeat",
    ),
    (
        _PARAMETERS + "The '{name}' parameter must have a numeric value.",
        "isian {name} harus angka",
        "{name} must be a number",
    ),
    (
        _PARAMETERS + "The '{name}' parameter must be either 'true' or 'false'.",
        "isian {name} harus true atau false",
        "{name} must be true or false",
    ),
    # messages that are not in pyxform's catalogue
    (
        "Parameter {name} must have an integer value.",
        "isian {name} harus bilangan bulat",
        "{name} must be a whole number",
    ),
    ("Invalid value for {name}.", "isian {name} tidak benar", "the value of {name} is not valid"),
    (
        "Question with no type.{rest}",
        "jenis pertanyaan (type) belum diisi",
        "the question has no type",
    ),
    ("Question or group with no name.", "nama pertanyaan (name) belum diisi", "the question has no name"),
    ("Missing calculation.", "rumus hitungan (calculation) belum diisi", "the calculation is empty"),
    (
        "List name not in choices sheet: {name}",
        "daftar {name} tidak ada di lembar choices",
        "the list {name} is not in the sheet choices",
    ),
    (
        "There should be a choices sheet in this xlsform.{rest}",
        "lembar kerja tidak punya lembar choices",
        "the workbook has no sheet choices",
    ),
    (
        "Choice names with spaces cannot be added to multiple choice selects. See [{name}] in [{list}]",
        "nama pilihan {name} dalam daftar {list} mengandung spasi: pakai garis bawah",
        "the choice {name} of the list {list} has a space in its name: use an underscore",
    ),
    (
        "Choice filter not supported with or_other.",
        "choice_filter tidak dapat dipakai bersama or_other",
        "choice_filter cannot be used together with or_other",
    ),
    (
        "Unknown question type '{kind}'.",
        "jenis {kind} tidak dikenal",
        "the type {kind} is not known",
    ),
    (
        "The survey element named '{name}' has no label or hint.",
        "kalimat pertanyaan {name} (label) belum diisi",
        "the question {name} has no label",
    ),
    (
        "{head}There is no survey element named '{name}'.",
        "tidak ada pertanyaan bernama {name}",
        "there is no question named {name}",
    ),
    (
        "{head}There are multiple survey elements named '{name}'.",
        *_REPEATED,
    ),
    (
        (
            "The question ${{name}} is not user-visible so it can't be used as a calculation trigger for "
            "question "
            "${{other}}."
        ),
        "pertanyaan {name} tidak tampil di layar, jadi tidak dapat menjadi pemicu hitungan {other}",
        "the question {name} is never shown, so it cannot trigger the calculation of {other}",
    ),
    (
        "{name} must be set to true or false: '{value}' is an invalid value",
        "isian {name} harus true atau false, bukan {value}",
        "{name} must be true or false, not {value}",
    ),
    (
        "{name} value must be a number or a reference to another field.",
        "isian {name} harus angka atau rujukan ke pertanyaan lain",
        "{name} must be a number or a reference to another question",
    ),
)

VALIDATE: Final = (
    (
        _HAS_NO_FUNCTION + ". Requires {wanted} arguments but {given} provided.{rest}",
        "fungsi {name}() memerlukan {wanted} isian, tetapi diberi {given}",
        "the function {name}() needs {wanted} arguments but has {given}",
    ),
    (
        _HAS_NO_FUNCTION + "{rest}",
        "fungsi {name}() tidak dikenal oleh HP, atau isiannya salah",
        "the function {name}() is not known to phones, or its arguments are wrong",
    ),
    (
        (
            "{head}Cycle detected in form's relevant and calculation logic! The following nodes are likely "
            "involved in the "
            "loop: {nodes}"
        ),
        "pertanyaan saling bergantung melingkar: {nodes}",
        "questions depend on each other in a circle: {nodes}",
    ),
    (
        "{head}ismatched brackets or parentheses{rest}",
        "kurung dalam rumus tidak berpasangan",
        "a bracket of the expression has no partner",
    ),
    (
        "{head}Couldn't understand the expression starting at this point: {point} in expression {expression}",
        "rumus tidak dapat dibaca: {expression}",
        "the expression cannot be read: {expression}",
    ),
    (
        "{head}Encountered a problem with {what} for node [{node}] at line: {expression}, {rest}",
        "rumus tidak dapat dibaca: {expression}",
        "the expression cannot be read: {expression}",
    ),
    (
        "Group has no children! Group: {node}. The XML is invalid.{rest}",
        "kelompok ini kosong: isi dengan pertanyaan atau hapus",
        "the group is empty: put a question in it or remove it",
    ),
    (
        "{head}unsupported construct [Unsupported nodeset expression: {expression}]{rest}",
        "saringan pilihan tidak dapat dibaca: {expression}",
        "the filter of the choices cannot be read: {expression}",
    ),
    (
        "{head}unsupported construct [{expression}]{rest}",
        "rumus memuat bagian yang tidak dikenal HP: {expression}",
        "the expression holds something phones do not know: {expression}",
    ),
    (
        "{head}The problem was located in {where} expression for {node} {rest}",
        "rumus untuk {node} tidak dapat dihitung: {rest}",
        "the expression of {node} cannot be worked out: {rest}",
    ),
)

COMPILERS: Final = (*PYXFORM, *VALIDATE)
