// What was typed into a form that was not sent survives a change of language, colours or text size. It waits in this
// tab only, and only for the same page; passwords and files never do.
const NAME = "igot.typed";
const NEVER = /password|secret|code|credential|token|csrf/i;
const page = () => location.pathname + location.search;

function fields() {
  const found = [];
  document.querySelectorAll("main form").forEach((form, place) => {
    [...form.elements].forEach((element, index) => {
      if (!element.name || NEVER.test(element.name) || ["hidden", "password", "file", "submit", "button"].includes(element.type)) return;
      const box = element.type === "checkbox" || element.type === "radio";
      found.push([place, index, element.name, box ? element.checked : [...(element.selectedOptions ?? [])].map((each) => each.value), element.value]);
    });
  });
  return found;
}

function restore(stored) {
  const forms = document.querySelectorAll("main form");
  for (const [place, index, name, state, value] of stored) {
    const element = forms[place]?.elements[index];
    if (element?.name !== name) continue;
    if (typeof state === "boolean") element.checked = state;
    else if (element.options) [...element.options].forEach((each) => (each.selected = state.includes(each.value)));
    else element.value = value;
  }
}

try {
  const waiting = JSON.parse(sessionStorage.getItem(NAME) || "null");
  sessionStorage.removeItem(NAME);
  if (waiting?.page === page()) restore(waiting.fields);
  document.querySelectorAll("form[data-keeps-typed]").forEach((form) =>
    form.addEventListener("submit", () => sessionStorage.setItem(NAME, JSON.stringify({ page: page(), fields: fields() }))),
  );
} catch {
  // Without storage the page comes back as it was first.
}
