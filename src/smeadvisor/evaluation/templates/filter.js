const search = document.getElementById("search");
const kind = document.getElementById("kind");
const verdict = document.getElementById("verdict");
const count = document.getElementById("count");
const questions = [...document.querySelectorAll("details.question")];
const words = questions.map((one) => one.textContent.toLowerCase());

function filter() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  questions.forEach((one, place) => {
    const fits = (!kind.value || one.dataset.kind === kind.value)
      && (!verdict.value || one.dataset.verdict === verdict.value)
      && wanted.every((word) => words[place].includes(word));
    one.hidden = !fits;
    shown += fits;
  });
  count.textContent = `${shown} of ${questions.length} questions`;
}

[search, kind, verdict].forEach((one) => one.addEventListener("input", filter));
filter();
