import { describe, expect, it } from "vitest";
import { numberingOf } from "./numbering";

const FORM = `<h:html><h:head><model>
<instance id="yt"><root><item><name>ya</name></item><item><name>tidak</name></item></root></instance>
<instance id="skala"><root><item><name>0</name></item><item><name>10</name></item></root></instance>
<instance id="villages" src="jr://file-csv/villages.csv"/>
<bind nodeset="/data/a/catatan" readonly="true()" type="string"/><bind nodeset="/data/a/mau" type="string"/>
</model></h:head><h:body>
<group ref="/data/a"><input ref="/data/a/catatan"><label>Catatan</label></input>
<select1 appearance="minimal" ref="/data/a/mau"><label/><itemset nodeset="instance('yt')/root/item[name != /data/b]"><value ref="name"/></itemset></select1>
<repeat nodeset="/data/a/anggota"><input ref="/data/a/anggota/nama"/><odk:rank ref="/data/a/anggota/urut"><itemset nodeset="randomize(instance('skala')/root/item)"/></odk:rank></repeat></group>
<select1 ref="/data/desa"><itemset nodeset="instance('villages')/root/item"/></select1>
<upload mediatype="image/*" ref="/data/foto"/></h:body></h:html>`;

describe("numbers as on paper", () => {
  const found = numberingOf(FORM);
  it("count what is asked, in the form's order", () => {
    expect(["/data/a/catatan", "/data/a/mau", "/data/a/anggota/nama", "/data/a/anggota/urut", "/data/desa", "/data/foto"].map(found.number)).toEqual([null, 1, 2, 3, 4, 5]);
  });
  it("codes count a list's choices, unless their names are numbers", () => {
    expect(["ya", "tidak", "lain"].map((value) => found.code("/data/a/mau", value))).toEqual(["1", "2", null]);
    expect(["0", "10"].map((value) => found.code("/data/a/anggota/urut", value))).toEqual(["0", "10"]);
  });
  it("choices that lie in a file have none", () => {
    expect(found.code("/data/desa", "63.02.05.2001")).toBeNull();
    expect(found.code("/data/a/anggota/nama", "x")).toBeNull();
  });
});
