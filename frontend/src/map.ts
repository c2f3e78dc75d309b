/**
 * The map to pan and zoom, on the pages that have one. It asks the site for the same figures as the drawing beside
 * it, in the same classes, and loads nothing from anywhere else. Without script, on paper and while it is closed
 * the drawing stands.
 */
import "leaflet/dist/leaflet.css";
import "./styles/live-map.css";
import * as L from "leaflet";
import type { Feature, FeatureCollection, GeometryObject } from "geojson";

interface Told {
  gaya: string;
  nama: string;
  angka: string;
  kelas: string;
  rincian: string[];
  isi: string | null;
  jari: number;
  tanda: string;
  di: [number, number] | null;
  url: string;
}

type Shown = Feature<GeometryObject, Told>;

const MOST_STOPS = 60;
const ROOM_FOR_MARK = 34;

function words(frame: HTMLElement, name: string): string {
  return frame.dataset[name] ?? "";
}

/** What opens when an area is chosen: its name, its figure, and the way to its page. */
function card(told: Told, frame: HTMLElement): HTMLElement {
  const made = document.createElement("div");
  const name = document.createElement("strong");
  name.textContent = told.nama;
  made.append(name);
  for (const line of [told.kelas ? `${told.angka} · ${told.kelas}` : told.angka, ...told.rincian]) {
    const part = document.createElement("p");
    part.textContent = line;
    made.append(part);
  }
  if (told.url) {
    const link = document.createElement("a");
    link.href = told.url;
    link.textContent = words(frame, "open");
    made.append(link);
  }
  return made;
}

/** Let an area be reached and opened by keyboard, where there are not too many to step through. */
function reachable(layer: L.Layer, told: Told): void {
  const element = (layer as L.Path).getElement?.();
  if (!element) return;
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", `${told.nama}: ${told.angka}`);
  element.addEventListener("keydown", (event) => {
    const key = (event as KeyboardEvent).key;
    if (key !== "Enter" && key !== " ") return;
    event.preventDefault();
    layer.openPopup();
  });
}

/** Draw the sign of a class on areas that have room for it, anew after every zoom. */
function keepSigns(map: L.Map, shapes: [L.Polygon, Told][]): void {
  const signs = L.layerGroup().addTo(map);
  const draw = (): void => {
    signs.clearLayers();
    for (const [shape, told] of shapes) {
      if (!told.tanda || !told.di) continue;
      const bounds = shape.getBounds();
      const size = map
        .latLngToLayerPoint(bounds.getSouthEast())
        .subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
      if (Math.min(size.x, size.y) < ROOM_FOR_MARK) continue;
      signs.addLayer(
        L.marker([told.di[1], told.di[0]], {
          interactive: false,
          keyboard: false,
          icon: L.divIcon({ className: "map-sign", html: told.tanda, iconSize: [16, 16] }),
        }),
      );
    }
  };
  map.on("zoomend", draw);
  draw();
}

function build(canvas: HTMLElement, frame: HTMLElement, found: FeatureCollection<GeometryObject, Told>): L.Map {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    maxZoom: 15,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
  });
  L.control.zoom({ zoomInTitle: words(frame, "zoomIn"), zoomOutTitle: words(frame, "zoomOut") }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  // The wheel scrolls the page until the reader is in the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.on("popupopen", (event) => {
    event.popup
      .getElement()
      ?.querySelector(".leaflet-popup-close-button")
      ?.setAttribute("aria-label", words(frame, "shut"));
  });
  const features = found.features as Shown[];
  const ground = features.filter((one) => !one.properties.nama);
  const named = features.filter((one) => one.properties.nama);
  L.geoJSON(ground, {
    interactive: false,
    style: (one) => ({ className: (one as Shown).properties.gaya }),
    pointToLayer: (one, at) =>
      L.circleMarker(at, { radius: 1.6, stroke: false, className: (one as Shown).properties.gaya, interactive: false }),
  }).addTo(map);
  const shapes: [L.Polygon, Told][] = [];
  const layer = L.geoJSON(named, {
    style: (one) => looks((one as Shown).properties),
    pointToLayer: (one, at) => pointAt(one as Shown, at),
    onEachFeature: (one, made) => {
      const told = (one as Shown).properties;
      made.bindPopup(() => card(told, frame), { maxWidth: 240 });
      if (made instanceof L.Polygon) shapes.push([made, told]);
    },
  }).addTo(map);
  const around = layer.getBounds();
  if (around.isValid()) map.fitBounds(around.pad(0.04), { animate: false });
  map.setMinZoom(map.getZoom() - 1);
  if (named.length <= MOST_STOPS) {
    layer.eachLayer((made) => {
      if (made instanceof L.Path) reachable(made, ((made as L.Polygon).feature as Shown).properties);
    });
  }
  keepSigns(map, shapes);
  return map;
}

/** The class says how it looks; only a hatching has to be named, which lies in the drawing. */
function looks(told: Told): L.PathOptions {
  return { className: told.gaya, fillOpacity: 1, ...(told.isi ? { fillColor: told.isi } : {}) };
}

function pointAt(one: Shown, at: L.LatLng): L.Layer {
  const told = one.properties;
  if (!told.tanda) return L.circleMarker(at, { radius: told.jari, ...looks(told) });
  const size = 2 * told.jari + 4;
  return L.marker(at, {
    title: told.nama,
    alt: `${told.nama}: ${told.angka}`,
    icon: L.divIcon({ className: "map-sign", html: told.tanda, iconSize: [size, size] }),
  });
}

function offer(frame: HTMLElement): void {
  const button = document.querySelector<HTMLButtonElement>(`button[aria-controls="${frame.id}"]`);
  const drawing = frame.querySelector<HTMLElement>("[data-map-drawing]");
  const canvas = frame.querySelector<HTMLElement>("[data-map-canvas]");
  const address = frame.dataset["mapUrl"];
  if (!button || !drawing || !canvas || !address) return;
  let map: L.Map | null = null;
  const show = (open: boolean): void => {
    frame.classList.toggle("is-live", open);
    canvas.hidden = !open;
    button.textContent = words(frame, open ? "shutMap" : "openMap");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (frame.classList.contains("is-live")) {
      show(false);
      return;
    }
    if (map) {
      show(true);
      map.invalidateSize();
      return;
    }
    button.disabled = true;
    fetch(address, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((found: FeatureCollection<GeometryObject, Told>) => {
        show(true);
        map = build(canvas, frame, found);
        canvas.focus({ preventScroll: true });
      })
      .catch(() => {
        show(false);
        button.textContent = words(frame, "failed");
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}

document.querySelectorAll<HTMLElement>("[data-map-url]").forEach(offer);
