/** What a list that is swapped in place leaves to do: pages without a list, the choice of a language, who cannot see. */

const path = () => location.pathname + location.search;

/** Somebody who is signed out, or an error, has a page of its own. */
function letIn(event) {
  const { text, request } = event.detail.ctx;
  if (text.includes('id="found"')) return;
  event.preventDefault();
  location.assign(request.action);
}

function told() {
  document.querySelectorAll("input[name=back]").forEach((back) => { back.value = path(); });
  const found = document.getElementById("found");
  document.getElementById("told").textContent = (found.querySelector("caption, #found > p:not(.actions)") ?? found).textContent;
}

document.documentElement.classList.add("scripted");
document.addEventListener("htmx:before:swap", letIn);
document.addEventListener("htmx:after:swap", told);
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-all]")) return;
  document.querySelectorAll("input[form=chosen]").forEach((box) => { box.checked = target.checked; });
});
