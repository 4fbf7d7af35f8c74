/** Puts what the server says is wrong at the field that it names, and takes it away again. */

/** Takes away what was said of an earlier request. */
export function clearProblems(form) {
  for (const slot of form.querySelectorAll("[data-problem]")) {
    slot.hidden = true;
    slot.textContent = "";
  }
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/**
 * Says it at the field; false when no field of the form is meant.
 * @param {HTMLElement} form
 * @param {{field: string | null, message: string, value?: string | null}} problem
 */
export function showProblem(form, problem) {
  if (!problem.field) return false;
  const slot = candidates(problem.field)
    .map((name) => find(form, "problem", name))
    .find((found) => found);
  if (!slot) return false;
  slot.textContent = problem.value ? `${problem.message}: ${problem.value}` : problem.message;
  slot.hidden = false;
  find(form, "field", slot.dataset.problem)?.setAttribute("aria-invalid", "true");
  slot.scrollIntoView({ block: "nearest" });
  return true;
}

/** `filter.value` is told at the filter; of a field that cannot be filtered or sorted by only the name is told. */
function candidates(field) {
  const parts = field.split(".");
  return [field, ...parts.slice(0, -1).map((_, index) => parts.slice(0, parts.length - 1 - index).join(".")), "filter"];
}

function find(form, kind, name) {
  return [...form.querySelectorAll(`[data-${kind}]`)].find((each) => each.dataset[kind] === name);
}
