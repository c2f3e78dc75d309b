"""What DDI-Codebook 2.5 says of the elements that Bahtera writes: our own reading of the XML schema of 2012-01-17.

The schema (DDI Alliance, LGPL 3) is no part of this repository, so a document is judged by these rules: which parts an
element may have and in which order, which may stand once only, which must be there, and what attributes may hold.
"""

from lxml import etree

DDI = "{ddi:codebook:2_5}"
XML = "{http://www.w3.org/XML/1998/namespace}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

# Parts in their order: "!" exactly once, "?" at most once, "+" once or more, "*" any number.
PARTS = {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide? docStatus? docSrc* controlledVocabUsed* notes*",
    "citation": "titlStmt! rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit? holdings* notes*",
    "titlStmt": "titl! subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty*",
    "prodStmt": "producer* copyright? prodDate* prodPlac* software* fundAg* grantNo*",
    "verStmt": "version?",
    "stdyDscr": "citation+ studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* othrStdyMat* notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement? notes* exPostEvaluation*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly? anlyUnit* universe* dataKind*",
    "method": "dataColl*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* targetSampleSize* "
    "deviat* collMode* resInstru* instrumentDevelopment* sources? collSitu* actMin* ConOps* weight* cleanOps*",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName? fileCitation? fileCont? fileStrc? dimensns? fileType? format? filePlac? dataChck* ProcStat? "
    "dataMsng? software* verStmt?",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "var*",
    "var": "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* valrng* invalrng* undocCod* "
    "universe* TotlResp? sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* verStmt* concept* derivation? "
    "varFormat? geoMap* catLevel* notes*",
    "catgry": "catValu? labl* txt* catStat* mrow?",
}
# Parts in any order.
MIXED = {"qstn": {"preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"}}
NEEDED = {"var": {"name"}}
HOLDS = {
    ("codeBook", "version"): {"2.5"},
    ("collDate", "event"): {"start", "end", "single"},
    ("var", "intrvl"): {"contin", "discrete"},
    ("catgry", "missing"): {"Y", "N"},
    ("varFormat", "type"): {"character", "numeric"},
    ("varFormat", "schema"): {"SAS", "SPSS", "IBM", "ANSI", "ISO", "XML-Data", "other"},
}
FREE = {
    "codeBook": {"codeBookAgency"},
    "titl": set(),
    "IDNo": {"agency", "level"},
    "prodDate": {"date"},
    "software": {"date", "version"},
    "AuthEnty": {"affiliation"},
    "version": {"date", "type"},
    "collDate": {"date", "cycle"},
    "nation": {"abbr"},
    "var": {"name", "files"},
    "varFormat": {"otherSchema", "formatname", "category", "URI"},
}


def faults_of(document):
    """Return what is wrong with a codebook, one sentence each."""
    root = etree.fromstring(document)
    ids = [each.get("ID") for each in root.iter() if each.get("ID")]
    found = [f"ID {one} stands twice" for one in {one for one in ids if ids.count(one) > 1}]
    if root.tag != f"{DDI}codeBook":
        found.append(f"the root is {root.tag}")
    for each in root.iter():
        found += _faults(each, set(ids))
    return found


def _faults(element, ids):
    name = etree.QName(element).localname
    parts = [etree.QName(one).localname for one in element]
    yield from _parts(name, parts)
    yield from _attributes(name, element, ids)
    if name in PARTS and (element.text or "").strip():
        yield f"{name} holds text beside its parts"


def _parts(name, parts):
    if name in MIXED:
        yield from (f"{name} holds {one}" for one in parts if one not in MIXED[name])
        return
    if name not in PARTS:
        if parts:
            yield f"no rule knows the parts of {name}: {parts}"
        return
    rules = PARTS[name].split()
    order = [rule[:-1] for rule in rules]
    if unknown := [one for one in parts if one not in order]:
        yield f"{name} may not hold {unknown}"
        return
    if parts != sorted(parts, key=order.index):
        yield f"{name} holds its parts in another order: {parts}"
    for rule in rules:
        count = parts.count(rule[:-1])
        if (rule[-1] in "!+" and not count) or (rule[-1] in "!?" and count > 1):
            yield f"{name} holds {rule[:-1]} {count} times"


def _attributes(name, element, ids):
    for attribute, value in element.attrib.items():
        if attribute in {"ID", "source", f"{XML}lang", f"{XSI}schemaLocation"}:
            continue
        if (name, attribute) in HOLDS:
            if value not in HOLDS[name, attribute]:
                yield f"{name} has {attribute}={value}"
        elif attribute not in FREE.get(name, set()):
            yield f"{name} has no attribute {attribute}"
    if lacking := NEEDED.get(name, set()) - set(element.attrib):
        yield f"{name} lacks {lacking}"
    if wild := set(element.get("files", "").split()) - ids:
        yield f"{name} points at {wild}"
    if element.get("schema") == "other" and not element.get("otherSchema"):
        yield f"{name} does not say which other schema"
