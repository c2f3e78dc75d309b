import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/components.css";
import "./styles/charts.css";
import "../../src/bahtera/pictures/pictures.css";
import "./styles/plans.css";
import "./styles/services.css";
import "./styles/print.css";
import "./images/mark.svg";
import "./images/mark-light.svg";
import "./images/sea.svg";
import htmx from "htmx.org";
import { offerPasskey } from "./passkeys";

// The pages' content security policy forbids both, and the pages need neither.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;

/** Send a filter form as soon as a choice is made; without script its button does it. */
function sendOnChange(form: HTMLFormElement): void {
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
}

/** Offer the browser's print dialogue where the page has a print button. */
function offerPrint(button: HTMLButtonElement): void {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** Open every fold while printing, so that paper shows what the screen holds, and close them again after. */
function printFolds(): void {
  const closed: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")) {
      fold.open = true;
      closed.push(fold);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of closed.splice(0)) fold.open = false;
  });
}

/** Fold a part of a page on a phone, where it is long, behind a button; wide screens and paper show it always. */
function foldOnPhone(button: HTMLButtonElement): void {
  const part = document.getElementById(button.dataset["unfold"] ?? "");
  if (!part) return;
  const fold = (folded: boolean): void => {
    part.classList.toggle("folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
  };
  button.hidden = false;
  button.addEventListener("click", () => fold(!part.classList.contains("folded")));
  fold(true);
}

/** Open the fold that holds the answer an address points to. */
function openTarget(): void {
  const id = decodeURIComponent(window.location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  const fold = target?.closest("details");
  if (target && fold && !fold.open) {
    fold.open = true;
    target.scrollIntoView({ block: "center" });
  }
}

/** Begin the download that the reader asked for before they were asked who they are. */
function beginDownload(link: HTMLAnchorElement): void {
  window.location.assign(link.href);
}

/** Close an open menu of the masthead when the reader goes elsewhere on the page, or presses Escape in it. */
function closeMenu(menu: HTMLDetailsElement): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

document.querySelectorAll<HTMLDetailsElement>(".masthead details").forEach(closeMenu);
document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach(offerPasskey);
document.querySelectorAll<HTMLAnchorElement>("a[data-begin-download]").forEach(beginDownload);
document.querySelectorAll<HTMLFormElement>("form[data-send-on-change]").forEach(sendOnChange);
document.querySelectorAll<HTMLButtonElement>("button[data-print]").forEach(offerPrint);
document.querySelectorAll<HTMLButtonElement>("button[data-unfold]").forEach(foldOnPhone);
printFolds();
openTarget();
window.addEventListener("hashchange", openTarget);
