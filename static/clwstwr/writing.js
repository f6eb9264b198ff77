// Keeps what somebody types in a form with long text, apart from what is saved, so that no crash loses it: with the
// portal, and until the portal has it in this tab. Without this script each form works as it is.
const words = document.getElementById("writing-words").dataset;
const PAUSE = 1500;
const LONGEST_PAUSE = 60_000;
const LONGEST_WAIT = 20_000;
const OLDEST_COPY = 12 * 60 * 60 * 1000;
// A browser sends no more than 64 kB while it leaves a page; the copy in this tab holds what is longer.
const MOST_AT_LEAVING = 60_000;
const OWN = ["csrfmiddlewaretoken", "form_key", "form_mark", "draft_name", "draft_tab", "step", "move"];
// What no page and no table can hold (common.inputs), as it comes with what is pasted.
const IMPOSSIBLE = /\p{Surrogate}|[\0\ufffe\uffff]/gu;
const seen = new BroadcastChannel("seen");
const tabs = new BroadcastChannel("writing");
const copies = "writing:";
let tab = sessionStorage.getItem("tab") ?? newTab();

function newTab() {
  const made = [...crypto.getRandomValues(new Uint32Array(3))].map((one) => one.toString(36)).join("");
  sessionStorage.setItem("tab", made);
  return made;
}

function said(place, text) {
  const line = document.createElement("p");
  line.className = "app-muted";
  line.setAttribute("role", "status");
  line.dataset.part = place;
  line.textContent = text;
  return line;
}

class Writing {
  constructor(form) {
    this.form = form;
    this.mark = form.elements.form_mark.value;
    this.name = (form.querySelector("textarea").id || form.id).slice(0, 80);
    // A form of a plan is kept where it is sent to, and the page brings back what was kept.
    this.isOfPlan = form.dataset.part === "writing";
    this.status = form.querySelector("[data-part=kept]") ?? form.appendChild(said("kept", ""));
    this.copyName = `${copies}${this.mark}#${this.isOfPlan ? form.id : this.name}`;
    this.pause = PAUSE;
    this.isChanged = false;
    this.state = "kept";
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("submit", (event) => this.sent(event));
  }

  answers() {
    const given = [...new FormData(this.form)].filter(([name, value]) => !OWN.includes(name) && typeof value === "string");
    return given.map(([name, value]) => [name, value.replace(IMPOSSIBLE, "")]);
  }

  body() {
    const { csrfmiddlewaretoken, form_mark } = this.form.elements;
    const own = [["csrfmiddlewaretoken", csrfmiddlewaretoken.value], ["form_mark", form_mark.value]];
    own.push(["draft_name", this.name], ["draft_tab", tab], ["step", "keep"]);
    return new URLSearchParams([...this.answers(), ...own]);
  }

  changed(field) {
    if (field.value?.search?.(IMPOSSIBLE) >= 0 && field.type !== "file") field.value = field.value.replace(IMPOSSIBLE, "");
    this.isChanged = true;
    this.copy();
    this.keepAfter(this.pause);
  }

  keepAfter(pause) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), pause);
  }

  copy() {
    if (!("copied" in words) || this.state === "signedOut") return;
    const copy = { at: Date.now(), key: this.form.elements.form_key.value, answers: this.answers() };
    try {
      sessionStorage.setItem(this.copyName, JSON.stringify(copy));
    } catch {
      // The browser has no room for it: what the portal keeps is then all that there is, and the line says whether.
      sessionStorage.removeItem(this.copyName);
    }
  }

  async keep({ isLeaving = false, isAgain = false } = {}) {
    clearTimeout(this.waiting);
    if (!this.isChanged) return;
    const body = this.body();
    const request = { method: "POST", headers: { "X-Kept-By": "script" }, body };
    if (isLeaving) request.keepalive = body.toString().length < MOST_AT_LEAVING;
    else request.signal = AbortSignal.timeout(LONGEST_WAIT);
    this.isChanged = false;
    try {
      await this.told(await fetch(this.isOfPlan ? location.href : words.address, request), isAgain);
    } catch {
      this.failed("offline");
    }
  }

  async told(answer, isAgain) {
    if (answer.redirected || answer.status === 401) return this.failed("signedOut");
    if (answer.status === 403 && answer.headers.get("Content-Type") === "application/json" && !isAgain) {
      renew((await answer.json()).token);
      this.isChanged = true;
      return this.keep({ isAgain: true });
    }
    if (answer.status >= 500) return this.failed("offline");
    if (!answer.ok) return this.failed("refused");
    this.state = "kept";
    this.pause = PAUSE;
    this.status.textContent = (await answer.json()).words;
    if (!this.isChanged) sessionStorage.removeItem(this.copyName);
    seen.postMessage("");
  }

  failed(state) {
    this.isChanged = true;
    this.state = state;
    if (this.status.dataset.state !== state || this.status.textContent === "") this.status.textContent = words[state];
    this.status.dataset.state = state;
    if (state === "signedOut" && !this.status.querySelector("a")) {
      const link = document.createElement("a");
      Object.assign(link, { href: words.signIn, target: "_blank", textContent: words.signInWords });
      this.status.append(" ", link);
    }
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    if (state !== "refused") this.keepAfter(this.pause);
  }

  // The form goes with what tells the portal which draft is done with; the copy stays until the portal has carried it out.
  sent(event) {
    for (const [name, value] of [["draft_name", this.name], ["draft_tab", tab]]) {
      const field = this.form.elements[name] ?? this.form.appendChild(document.createElement("input"));
      Object.assign(field, { type: "hidden", name, value });
    }
    if (event.submitter?.value === "discard") sessionStorage.removeItem(this.copyName);
    else if (this.isChanged) this.copy();
    clearTimeout(this.waiting);
    this.isChanged = false;
  }

  copied() {
    const copy = JSON.parse(sessionStorage.getItem(this.copyName));
    if (copy && Date.now() - copy.at < OLDEST_COPY) return copy;
    sessionStorage.removeItem(this.copyName);
    return null;
  }

  // Puts back what was typed: the answers, and the version of what they were given to.
  putBack(answers, text, isKept) {
    if (this.isChanged || !this.differs(answers)) return;
    for (const field of this.form.elements) fill(field, answers);
    this.isChanged = !isKept;
    if (this.isChanged) this.keepAfter(0);
    const notice = said("put-back", `${text} `);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "app-link", textContent: words.discard });
    button.addEventListener("click", () => this.discard(notice));
    notice.classList.replace("app-muted", "app-kept");
    notice.append(button);
    this.form.before(notice);
  }

  differs(answers) {
    const typed = ([name]) => !OWN.includes(name) && this.form.elements[name]?.type !== "hidden";
    const plain = (pairs) => JSON.stringify(pairs.filter(typed).map(([name, value]) => [name, value.replace(/\r/g, "")]));
    return plain(this.answers()) !== plain(answers);
  }

  async discard(notice) {
    clearTimeout(this.waiting);
    const body = this.body();
    body.set("draft_step", "discard");
    body.set("step", "discard");
    this.form.reset();
    this.isChanged = false;
    sessionStorage.removeItem(this.copyName);
    notice.remove();
    this.form.querySelector("textarea").focus();
    await fetch(this.isOfPlan ? location.href : words.address, { method: "POST", headers: { "X-Kept-By": "script" }, body });
  }
}

function fill(field, answers) {
  const given = answers.filter(([name]) => name === field.name).map(([, value]) => value);
  if (OWN.includes(field.name) || ["file", "password", "submit", "button"].includes(field.type)) return;
  if (field.type === "hidden" && field.name !== "version") return;
  if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
  else if (field.type === "select-multiple") for (const one of field.options) one.selected = given.includes(one.value);
  else if (given.length) [field.value] = given;
}

function renew(token) {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
}

async function bringBack(all) {
  const copied = new Map(all.map((one) => [one, one.copied()]));
  const asked = new URLSearchParams([["mark", all[0].mark]]);
  for (const copy of copied.values()) if (copy) asked.append("key", copy.key);
  let told = { drafts: [], used: [] };
  try {
    const answer = await fetch(`${words.address}?${asked}`, { headers: { "X-Kept-By": "script" } });
    if (answer.ok) told = await answer.json();
  } catch {
    // Without a connection the copies of this tab are all that can be put back.
  }
  for (const [one, copy] of copied) {
    const drafts = told.drafts.filter(({ name }) => name === one.name);
    const draft = drafts.find((kept) => kept.tab === tab) ?? drafts[0];
    if (copy && told.used.includes(copy.key)) sessionStorage.removeItem(one.copyName);
    else if (copy) one.putBack(copy.answers, words.putBack, false);
    if (draft && !one.isOfPlan) one.putBack(pairs(draft.answers), `${draft.words}. ${words.putBack}`, true);
  }
}

function pairs(answers) {
  return Object.entries(answers).flatMap(([name, values]) => values.map((value) => [name, value]));
}

function announce(all) {
  const hello = () => ({ tab, marks: [all[0].mark] });
  tabs.addEventListener("message", ({ data }) => {
    // A tab that was made as a copy of another has its name too, and takes a new one.
    if (data.isAnswer && data.tab === tab) tab = newTab();
    if (!data.isAnswer) tabs.postMessage({ ...hello(), isAnswer: true });
    if (data.marks[0] !== all[0].mark || document.querySelector("[data-part=other-tab]")) return;
    const notice = said("other-tab", words.otherTab);
    notice.classList.replace("app-muted", "app-there");
    all[0].form.before(notice);
  });
  tabs.postMessage(hello());
}

const forms = [...document.querySelectorAll("main form[method=post]")].filter((form) => form.elements.form_mark);
const all = forms.filter((form) => form.querySelector("textarea")).map((form) => new Writing(form));

if (all.length) {
  const leave = () => all.forEach((one) => one.keep({ isLeaving: true }));
  addEventListener("pagehide", leave);
  addEventListener("online", () => all.forEach((one) => one.keep()));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  addEventListener("beforeunload", (event) => {
    if (all.some((one) => one.isChanged && one.state !== "kept")) event.preventDefault();
  });
  // What discards the draft of a plan stands in a form beside it.
  document.querySelectorAll("[data-part=discard]").forEach((form) =>
    form.addEventListener("submit", () => all.forEach((one) => sessionStorage.removeItem(one.copyName))),
  );
  announce(all);
  // What was refused stands on the page as it was sent, and nowhere else yet; it is kept at once.
  if ("sent" in words) all.forEach((one) => one.form.querySelector("textarea").value && one.changed(one.form));
  else bringBack(all);
}
