// A page or an answer that takes longer than most: say so, after a moment, until it comes. The button that was pressed
// turns; a part of the page that is asked for anew fades, or shows empty lines where nothing stood.
const MOMENT = 700;
// A download leaves the page where it is: nothing else tells that it has come.
const AT_MOST = 15_000;

const place = document.getElementById("busy");
let waiting = 0;
let pressed = null;
let awaited = null;

function rest() {
  clearTimeout(waiting);
  place.textContent = "";
  pressed?.removeAttribute("aria-busy");
  awaited?.classList.remove("awaited");
  pressed = awaited = null;
}

function begin(button, part) {
  rest();
  pressed = button;
  awaited = part;
  waiting = setTimeout(() => {
    place.textContent = place.dataset.text;
    pressed?.setAttribute("aria-busy", "true");
    awaited?.classList.add("awaited");
    waiting = setTimeout(rest, AT_MOST);
  }, MOMENT);
}

function leaves(link, event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  const here = link.pathname === location.pathname && link.search === location.search;
  return link.origin === location.origin && !link.target && !link.download && !(here && link.hash);
}

document.addEventListener("submit", (event) => event.defaultPrevented || begin(event.submitter, null));
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && leaves(link, event)) begin(link.matches(".btn") ? link : null, null);
});
addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  begin(elt.matches(".btn") ? elt : null, target === elt ? null : target);
});
addEventListener("htmx:afterRequest", rest);
addEventListener("pageshow", rest);
