// A page or an answer that takes longer than most: say so, after a moment, until it comes.
const MOMENT = 700;
// A download leaves the page where it is: nothing else tells that it has come.
const AT_MOST = 15_000;

const place = document.getElementById("busy");
let waiting = 0;

function rest() {
  clearTimeout(waiting);
  place.textContent = "";
}

function begin() {
  rest();
  waiting = setTimeout(() => {
    place.textContent = place.dataset.text;
    waiting = setTimeout(rest, AT_MOST);
  }, MOMENT);
}

function leaves(link, event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  const here = link.pathname === location.pathname && link.search === location.search;
  return link.origin === location.origin && !link.target && !link.download && !(here && link.hash);
}

document.addEventListener("submit", (event) => event.defaultPrevented || begin());
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && leaves(link, event)) begin();
});
addEventListener("htmx:beforeRequest", begin);
addEventListener("htmx:afterRequest", rest);
addEventListener("pageshow", rest);
