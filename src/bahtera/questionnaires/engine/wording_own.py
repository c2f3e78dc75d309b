"""The problems this package finds by itself, in English as they are made and in Indonesian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN: Final[Mapping[str, str]] = {
    # rows and cells
    "the sheet survey has no column {column}": "lembar survey tidak punya kolom {column}",
    "the sheet choices has no column {column}": "lembar choices tidak punya kolom {column}",
    "the question has no type": "jenis pertanyaan (type) belum diisi",
    "the question has no name": "nama pertanyaan (name) belum diisi",
    "the question has no label: nobody could read it": "kalimat pertanyaan (label) belum diisi: tidak ada "
    "yang bisa "
    "dibaca",
    "the calculation is empty": "rumus hitungan (calculation) belum diisi",
    "the type {kind} is not known: did you mean {other}?": "jenis {kind} tidak dikenal: mungkin maksudnya {other}?",
    "the type {kind} is not known": "jenis {kind} tidak dikenal",
    "{kind} needs the name of a list of choices": "{kind} memerlukan nama daftar pilihan, misalnya {kind} ya_tidak",
    "the list {name} is not in the sheet choices: did you mean {other}?": "daftar {name} tidak ada di "
    "lembar choices: "
    "mungkin maksudnya {other}?",
    "the list {name} is not in the sheet choices": "daftar {name} tidak ada di lembar choices",
    "the name {name} is used in row {row} too: names are unique": "nama {name} sudah dipakai di baris "
    "{row}: setiap "
    "nama hanya boleh dipakai sekali",
    "the name {name} belongs to an index: rename the question": "nama {name} dipakai oleh indeks: ganti nama "
    "pertanyaan ini",
    "the name {name} is kept for the form itself: choose another": "nama {name} dipakai oleh formulir itu "
    "sendiri: "
    "pilih nama lain",
    "the name {name} must be letters, digits and underscores": "nama {name} hanya boleh berisi huruf, angka "
    "dan garis "
    "bawah, tanpa spasi, dan tidak diawali angka",
    "the {kind} {name} begins here and is never ended: add a row end {kind2}": "{kind} {name} dimulai di "
    "sini tetapi "
    "tidak pernah ditutup: tambahkan baris end {kind2}",
    "this ends a {kind}, but no {kind} has begun before it": "baris ini menutup {kind}, padahal tidak ada "
    "{kind} yang "
    "dibuka sebelumnya",
    "the {kind} {name} is empty: put a question in it": "{kind} {name} kosong: isi dengan pertanyaan atau hapus",
    "more than {n} groups stand inside each other here": "lebih dari {n} kelompok bertumpuk di sini: ratakan "
    "susunannya",
    "“{text}” is not understood: write yes or no, or an expression": "“{text}” tidak dimengerti: tulis yes "
    "atau no, "
    "atau sebuah rumus",
    "there is no question named {name}: did you mean {other}?": "tidak ada pertanyaan bernama {name}: "
    "mungkin "
    "maksudnya {other}?",
    "there is no question named {name}": "tidak ada pertanyaan bernama {name}",
    "“{text}” is not a reference: write ${name}, with the name of a question": "“{text}” bukan rujukan yang "
    "benar: "
    "tulis tanda dolar lalu nama pertanyaan di dalam kurung kurawal",
    "the choice does not say which list it belongs to": "pilihan ini belum menyebut daftarnya (list_name)",
    "a choice of the list {name} has no name": "sebuah pilihan dalam daftar {name} belum bernama (name)",
    "the list {list} has the choice {name} in row {row} already": "daftar {list} sudah punya pilihan {name} "
    "di baris "
    "{row}",
    "the choice {name} of the list {list} has no label": "pilihan {name} dalam daftar {list} belum punya "
    "tulisan "
    "(label)",
    "the choice {name} has a space in its name: use an underscore": "nama pilihan {name} mengandung spasi: "
    "pakai garis "
    "bawah",
    "the question has no choices": "pertanyaan ini tidak punya pilihan jawaban",
    # settings, sheets and the file
    "{what} must be letters, digits, dot, dash or underscore": "{what} hanya boleh berisi huruf, angka, "
    "titik, tanda "
    "hubung atau garis bawah",
    "the sheet {name} is not supported: {why}": "lembar {name} tidak didukung: {why}",
    "the appearance {look} is not supported: {why}": "tampilan (appearance) {look} tidak didukung: {why}",
    "{what} is not supported: {why}": "{what} tidak didukung: {why}",
    "the list must be one of {lists}": "daftar harus salah satu dari {lists}",
    "answers of the last visit must not show in the next family's": "jawaban kunjungan sebelumnya tidak "
    "boleh tampil "
    "di kunjungan keluarga berikutnya",
    "the workbook cannot be read: {reason}": "lembar kerja tidak dapat dibaca: {reason}",
    "the workbook has no sheet named survey, or it is empty": "lembar kerja tidak punya lembar bernama "
    "survey, atau "
    "lembar itu kosong",
    "the questionnaire has more than {n} rows": "kuesioner memuat lebih dari {n} baris",
    "the workbook is larger than 10 MB": "lembar kerja lebih besar dari 10 MB",
    "the file is not an Excel workbook (.xlsx)": "berkas ini bukan lembar kerja Excel (.xlsx)",
    "the workbook holds {name}: save it without macros and links to other files": "lembar kerja memuat "
    "{name}: simpan "
    "tanpa makro dan tanpa tautan ke berkas lain",
    "the workbook unpacks to more than {n} MB": "isi lembar kerja melebihi {n} MB",
    "the workbook is not as a spreadsheet program writes it": "lembar kerja tidak seperti yang ditulis "
    "program "
    "pengolah lembar kerja",
    "the workbook is not a valid XLSForm: {reason}": "lembar kerja bukan XLSForm yang benar: {reason}",
    "checking the questionnaire took longer than {n} seconds": "pemeriksaan kuesioner memakan waktu lebih "
    "dari {n} "
    "detik",
    "ODK Validate refuses the questionnaire": "ODK Validate menolak kuesioner ini",
    "there are more problems than are shown here: mend these first": "masih ada masalah lain yang belum "
    "ditampilkan: "
    "perbaiki dahulu yang ini",
    # what an index needs
    "{name} is a private item: only the family itself may see this question": "{name} adalah butir rahasia: "
    "hanya "
    "keluarga itu sendiri yang boleh melihat pertanyaan ini",
    "the index {index} needs {name}, a repeat": "indeks {index} memerlukan {name}, sebuah bagian berulang (repeat)",
    "the index {index} needs {name}, a question of type {kind}": "indeks {index} memerlukan {name}, "
    "pertanyaan "
    "berjenis {kind}",
    "the index {index} needs {name} as {kind}": "indeks {index} memerlukan {name} sebagai {kind}",
    "the index {index} needs {name} inside the repeat {repeat}": "indeks {index} memerlukan {name} di dalam "
    "bagian "
    "berulang {repeat}",
    "the index {index} needs {name} outside any repeat": "indeks {index} memerlukan {name} di luar bagian berulang",
    "the index {index} does not know these choices of {name}: {extra}": "indeks {index} tidak mengenal "
    "pilihan {name} "
    "ini: {extra}",
    # expressions
    "{bare}: {why}": "{bare}: {why}",
    "questions depend on each other in a circle: {names}": "pertanyaan saling bergantung melingkar: {names}",
    "choices taken from {path} are not supported: use a list of choices": "pilihan yang diambil dari {path} "
    "tidak "
    "didukung: pakai daftar pilihan",
    "the form has no model or no body": "formulir tidak punya isi",
    "the form has no instance": "formulir tidak punya isi",
    "unexpected character {sign}": "ada tanda yang tidak semestinya: {sign}",
    "unexpected {sign}": "ada bagian yang tidak semestinya: {sign}",
    "expected {wanted}, found {found}": "seharusnya {wanted}, tetapi tertulis {found}",
    "the expression is empty": "rumusnya kosong",
    "the expression ends too early": "rumusnya terputus sebelum selesai",
    "the expression is too long: split it into several calculations": "rumusnya terlalu panjang: pecah "
    "menjadi "
    "beberapa hitungan",
    "the expression is nested too deeply": "kurung dalam rumus bertumpuk terlalu dalam",
    "the union operator | is not supported": "tanda | tidak didukung",
    "a path may not start from an expression in brackets": "jalur tidak boleh dimulai dari rumus dalam kurung",
    "a path may not start from {name}()": "jalur tidak boleh dimulai dari {name}()",
    "instance() needs one name in quotes": "instance() memerlukan satu nama dalam tanda kutip",
    "the path // is not supported: write the full path": "jalur // tidak didukung: tulis jalur lengkap",
    "the axis {name}:: is not supported": "{name}:: tidak didukung",
    "attributes (@) are not supported": "tanda @ tidak didukung",
    "the wildcard * is not supported: name the question": "tanda * tidak didukung: sebutkan nama pertanyaannya",
    "variables ($) are not supported": "tanda $ tidak didukung di sini",
    "{name}() gives another result each time: use it in a calculation only": "{name}() memberi hasil "
    "berbeda setiap "
    "kali: pakai hanya dalam hitungan",
    "the function {name}() is not supported": "fungsi {name}() tidak didukung",
    "the function {name}() has the wrong number of arguments": "jumlah isian fungsi {name}() salah",
    "weighted-checklist() needs pairs of factor and weight": "weighted-checklist() memerlukan pasangan "
    "faktor dan "
    "bobot",
    "position() without a path works inside [...] only: write position(..)": "position() tanpa jalur hanya "
    "berlaku "
    "di dalam [...]: tulis position(..)",
    "position() needs a path to a repeat": "position() memerlukan jalur ke bagian berulang",
    "position() needs a path to the repeat around it, such as position(..)": "position() memerlukan jalur "
    "ke bagian "
    "berulang yang memuatnya, misalnya position(..)",
    "sum() needs one path to repeated questions": "sum() memerlukan satu jalur ke pertanyaan yang berulang",
    "{name}() needs one path": "{name}() memerlukan satu jalur",
    "{name} is a group or repeat, not a question": "{name} adalah kelompok atau bagian berulang, bukan pertanyaan",
    "{name} is asked once for each {repeat}: use it inside count(), join(), min(), max() or with a filter in [...]": (
        "{name} ditanyakan sekali untuk setiap {repeat}: pakai di dalam count(), join(), min(), max() atau "
        "dengan "
        "saringan dalam [...]"
    ),
    "{name} is a group: name a question or a repeat": "{name} adalah kelompok: sebutkan pertanyaan atau "
    "bagian "
    "berulang",
    "a bare number in [...] is not supported: write [position() = n]": "angka saja di dalam [...] tidak "
    "didukung: "
    "tulis [position() = n]",
    "a full path starts at the form's root": "jalur lengkap dimulai dari akar formulir",
    "there is no question {name} in {place}; inside [...] write ./question or current()/../question": (
        "tidak ada pertanyaan {name} di {place}; di dalam [...] tulis ./pertanyaan atau current()/../pertanyaan"
    ),
    "there is no question {name} in {place}": "tidak ada pertanyaan {name} di {place}",
    "the path .. leads out of what it can reach": "jalur .. keluar dari jangkauannya",
    "{name} stands with its full path inside [...]: engines disagree; write ./question for the member "
    "tested, or "
    "current()/../question": "{name} tertulis dengan jalur lengkap di dalam [...], yang dibaca berbeda oleh "
    "HP dan "
    "server: tulis ./pertanyaan untuk anggota yang diperiksa, atau current()/../pertanyaan",
    "the server cannot look into {name}: its rows live on the phone": "server tidak dapat melihat isi "
    "{name}: barisnya "
    "hanya ada di HP",
    "a list is read as instance('list')/root/item[...]/column": "daftar dibaca sebagai "
    "instance('daftar')/root/item[...]/kolom",
    "inside a list's filter write the name of a column, or the full path of a question": "di dalam saringan "
    "daftar "
    "tulis nama kolom, atau jalur lengkap sebuah pertanyaan",
    "the pattern of {name}() must be written in quotes": "pola {name}() harus ditulis dalam tanda kutip",
    "the date pattern {sign} depends on the phone's language: use numbers": "pola tanggal {sign} bergantung "
    "pada "
    "bahasa HP: pakai angka",
    "sets inside sets are read differently by phone and server: write them out": "himpunan di dalam "
    "himpunan dibaca "
    "berbeda oleh HP dan server: tuliskan satu per satu",
    "a repetition inside a repetition, as in (a+)+, could take for ever": "pengulangan di dalam "
    "pengulangan, seperti "
    "(a+)+, bisa tidak selesai-selesai",
    "the pattern {pattern} cannot be read: {reason}": "pola {pattern} tidak dapat dibaca: {reason}",
    "a filter in [...] works on a repeat or a list only": "saringan dalam [...] hanya berlaku untuk bagian "
    "berulang "
    "atau daftar",
}

REASONS: Final[Mapping[str, str]] = {
    **drawn.IN_INDONESIAN,
    "sound recordings of a visit are not collected": "rekaman suara kunjungan tidak dikumpulkan",
    "a visit is never recorded in the background": "kunjungan tidak pernah direkam diam-diam",
    "films of a visit are not collected": "rekaman video kunjungan tidak dikumpulkan",
    "the phone's log holds locations of the volunteer": "catatan HP memuat lokasi kader",
    "a location is never taken without asking": "lokasi tidak pernah diambil tanpa bertanya",
    "the field app cannot read barcodes: ask for the number": "aplikasi lapangan tidak dapat membaca kode "
    "batang: "
    "tanyakan nomornya",
    "the server does not read map edits": "server tidak membaca suntingan peta",
    "only the lists villages.csv, families.csv and members.csv are sent to phones": "hanya daftar "
    "villages.csv, "
    "families.csv dan members.csv yang dikirim ke HP",
    "use select_one_from_file": "pakai select_one_from_file",
    "the volunteer's own number is not collected": "nomor HP kader tidak dikumpulkan",
    "numbers of the volunteer's SIM card are not collected": "nomor kartu SIM kader tidak dikumpulkan",
    "the volunteer's address is not collected": "alamat surel kader tidak dikumpulkan",
    "engines compare times of day differently: ask for a number of hours": "jam dibandingkan secara berbeda "
    "oleh HP "
    "dan server: tanyakan banyaknya jam",
    "encrypted answers cannot be checked or scored by the server": "jawaban tersandi tidak dapat diperiksa "
    "atau dinilai "
    "server",
    "answers go to the server the phone is set up for": "jawaban dikirim ke server yang diatur pada HP",
    "the phone decides when to send": "HP yang menentukan kapan mengirim",
    "the phone keeps what it has sent until its owner deletes it": "HP menyimpan kirimannya sampai dihapus pemiliknya",
    "submissions in another namespace are refused": "kiriman dengan namespace lain ditolak",
    "the server does not know other namespaces": "server tidak mengenal namespace lain",
    "a sent visit is changed only after the supervisor returns it": "kunjungan yang sudah terkirim hanya "
    "diubah setelah "
    "dikembalikan penyelia",
    "write ${repeat}[position() = n]/question": "tulis ${repeat}[position() = n]/pertanyaan",
    "it depends on the phone's time zone: use format-date() or days": "hasilnya bergantung pada zona waktu "
    "HP: pakai "
    "format-date() atau jumlah hari",
    "it depends on the phone's time zone": "hasilnya bergantung pada zona waktu HP",
    "ODK Validate refuses it: use int()": "ODK Validate menolaknya: pakai int()",
    "answers in random order cannot be checked": "jawaban dalam urutan acak tidak dapat diperiksa",
    "the server does not measure polygons": "server tidak mengukur luas bidang",
    "the server does not measure distances": "server tidak mengukur jarak",
    "it is not known to phones": "HP tidak mengenalnya",
    "engines count it differently: use count() and position()": "HP dan server menghitungnya berbeda: pakai "
    "count() "
    "dan position()",
    "it is not known to phones: use substr()": "HP tidak mengenalnya: pakai substr()",
    "families and members are kept by the server from the answers themselves": "data keluarga dan anggota "
    "disusun "
    "server dari jawaban itu sendiri",
}
