/** Drags a phone to another place of the order. Without scripts, and by keys, the buttons beside it do the same. */

const placed = document.getElementById("placed");
const list = document.querySelector("ol.phones");

function send({ item, oldIndex, newIndex }) {
  if (oldIndex === newIndex) return;
  placed.elements.phone.value = item.dataset.phone;
  placed.elements.before.value = item.nextElementSibling?.dataset.phone ?? "";
  placed.requestSubmit();
}

if (list) {
  document.documentElement.classList.add("scripted");
  Sortable.create(list, { handle: ".grip", ghostClass: "ghost", onEnd: send });
}
