/** The XML of a correction says which visit it takes the place of; the engine forgets that once it was kept as a draft. */
export function correcting(xml: string, corrects: string | null): string {
  if (corrects === null || /<(?:\w+:)?deprecatedID>/.test(xml)) return xml;
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const own = [...document.getElementsByTagName("*")].find(({ localName }) => localName === "instanceID");
  if (!own) return xml;
  const before = document.createElementNS(own.namespaceURI, own.nodeName.replace("instanceID", "deprecatedID"));
  before.textContent = `uuid:${corrects}`;
  own.after(before);
  return new XMLSerializer().serializeToString(document);
}
