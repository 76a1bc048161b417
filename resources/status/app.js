// The status page: what the server does now, and a way to give it work. It knows the public API and nothing else.
import {ask, follow, hasToken, read, send, useToken} from "./api.js";
import {Chart, quantile} from "./chart.js";
import {button, byId, bytes, element, fileName, fill, meter, percent, seconds} from "./tables.js";
import {upload} from "./upload.js";

const kWindowMs = 120_000, kMostEnded = 5000, kRows = 20;
const charts = {
  throughput: new Chart(byId("throughput"), ["frames/s"], {least: 10}),
  latency: new Chart(byId("latency"), ["P50", "P95"], {text: seconds, least: 0.01}),
  load: null,
};
const running = new Map();  // progress by job, as events tell it
const ended = [];           // {at, seconds} of the last two minutes
let recipes = [], following = null, timer = 0, isStale = true, stagesBefore = new Map();

// ---- Numbers -----------------------------------------------------------------------------------------------------

function showQueue(stats) {
  byId("queue").replaceChildren(...["queued", "running", "paused", "done", "failed", "cancelled"].map(state => {
    const tile = element("div");
    tile.append(element("dt", state), element("dd", stats.jobs[state] || 0, state === "failed" && stats.jobs[state] ? "bad" : ""));
    return tile;
  }));
}

function showRates(stats) {
  charts.throughput.add([stats.frames_per_second || 0]);
  byId("throughput-now").textContent =
    `${(stats.frames_per_second || 0).toFixed(0)} frames/s, ${(stats.jobs_per_second || 0).toFixed(2)} jobs/s, ` +
    `${(stats.cpu_share || 0).toFixed(1)} cores, ${bytes(stats.resident_bytes)} of memory, ` +
    `${bytes(stats.read_bytes || 0)} read, ${bytes(stats.written_bytes || 0)} written`;
  while (ended.length && ended[0].at < Date.now() - kWindowMs) ended.shift();
  const taken = ended.map(one => one.seconds);
  charts.latency.add([quantile(taken, 0.5), quantile(taken, 0.95)]);
  const whole = stats.submit_to_stored || {};
  byId("latency-now").textContent = `${taken.length} jobs in two minutes. Since the start: ` +
    `P50 ${seconds(whole.p50 ?? null)}, P95 ${seconds(whole.p95 ?? null)}, P99 ${seconds(whole.p99 ?? null)}`;
}

function showDevices(stats) {
  const devices = stats.devices || [];
  if (!charts.load && devices.length)
    charts.load = new Chart(byId("load"), devices.map(device => device.id), {text: percent, most: 1});
  charts.load?.add(devices.map(device => device.busy_share >= 0 ? device.busy_share : null));
  byId("devices").replaceChildren(...devices.map(device => {
    const box = element("div", null, "device");
    const chips = [["decoder", device.decoder_share], ["encoder", device.encoder_share]].filter(([, share]) => share >= 0);
    box.append(meter(device.id, device.busy_share >= 0 ? device.busy_share : null),
               ...chips.map(([name, share]) => meter(`${device.id} ${name}`, share)),
               meter(`${device.id} memory`, device.memory_bytes ? device.used_bytes / device.memory_bytes : null,
                     bytes(device.used_bytes)));
    return box;
  }));
}

/// What happened since the last look, else since the start.
function showStages(stats) {
  const rows = (stats.stages || []).map(stage => {
    const before = stagesBefore.get(stage.stage) || {busy_seconds: 0, job_seconds: 0};
    const since = stage.job_seconds - before.job_seconds;
    return {name: stage.stage, share: since > 0.01 ? (stage.busy_seconds - before.busy_seconds) / since : null};
  });
  const isIdle = rows.every(row => row.share === null);
  stagesBefore = new Map((stats.stages || []).map(stage => [stage.stage, stage]));
  byId("stages").replaceChildren(...rows.map(row => meter(row.name, isIdle ? 0 : row.share, isIdle ? "idle" : undefined)));
  if (!rows.length) byId("stages").append(element("p", "No job has run yet.", "now"));
}

function showCache(stats) {
  const levels = (stats.cache || []).map(level => {
    const box = element("div", null, "device"), asked = level.hits + level.misses;
    const holds = bytes(level.bytes) + (level.limit_bytes ? " of " + bytes(level.limit_bytes) : "");
    const said = level.available ? `${level.hits} hits, ${level.misses} misses; holds ${holds}; ${seconds(level.seconds_saved)} saved`
                                 : level.note;
    box.append(meter(level.level, asked ? level.hits / asked : 0, asked ? percent(level.hits / asked) : "–"),
               element("p", said, "now"));
    return box;
  });
  byId("cache").replaceChildren(...(levels.length ? levels : [element("p", "This service keeps no cache.", "now")]));
}

async function showReadiness() {
  let reasons = [];
  try { await read("/health/ready"); } catch (problem) { reasons = problem.problem?.reasons || [problem.message]; }
  byId("reasons").hidden = !reasons.length;
  byId("reasons").replaceChildren(...reasons.map(reason => element("div", reason)));
}

// ---- Jobs --------------------------------------------------------------------------------------------------------

const act = (id, action) => send(`/api/v1/jobs/${id}/control`, {action}).then(() => { isStale = true; }).catch(say);
const say = problem => { byId("said").textContent = problem.message; };

function progressBar(job) {
  const bar = element("progress"), known = running.get(job.id) ?? job.progress?.fraction ?? 0;
  if (job.state !== "running" || known >= 0) bar.value = Math.max(0, known);
  bar.setAttribute("aria-label", `Job ${job.id}: ${known >= 0 ? percent(known) : job.state}`);
  return bar;
}

function showOpen(jobs) {
  const columns = [{title: "Job", className: "number"}, {title: "State"}, {title: "File", className: "name"},
                   {title: "Recipe"}, {title: "Progress", className: "bar"}, {title: "", className: "act"}];
  fill(byId("jobs"), columns, jobs.map(job => ({key: job.id, cells: [
    job.id, job.state, fileName(job.spec.input), job.recipe_title, progressBar(job),
    button("Cancel", `Cancel job ${job.id}`, () => act(job.id, "cancel"))]})), "Nothing waits.");
}

function showDone(jobs) {
  const columns = [{title: "Job", className: "number"}, {title: "File", className: "name"}, {title: "Recipe"},
                   {title: "Took", className: "number"}, {title: "Size", className: "number"}, {title: "", className: "act"}];
  fill(byId("done"), columns, jobs.map(job => {
    const has = job.output_bytes > 0;
    const get = has ? button("Download", `Download the result of job ${job.id}`, () => download(job).catch(say)) : "";
    return {key: job.id, cells: [job.id, fileName(job.spec.input), job.recipe_title,
      seconds((job.finished_at - job.started_at) / 1000), has ? bytes(job.output_bytes) : "", get]};
  }), "None yet.");
}

function showFailures(jobs) {
  const columns = [{title: "Job", className: "number"}, {title: "File", className: "name"},
                   {title: "What happened", className: "name"}, {title: "", className: "act"}];
  fill(byId("failures"), columns, jobs.map(job => ({key: job.id, cells: [
    job.id, fileName(job.spec.input), job.error?.message,
    button("Retry", `Retry job ${job.id}`, () => act(job.id, "retry"))]})), "None.");
}

/// With the token in a header, where no history and no log keeps it.
async function download(job) {
  const artifacts = await read(`/api/v1/jobs/${job.id}/artifacts`);
  for (let i = 0; i < artifacts.length; ++i) {
    const answer = await ask(`/api/v1/jobs/${job.id}/artifacts/${i}`);
    const link = element("a");
    link.download = fileName(artifacts[i].path);
    link.href = URL.createObjectURL(await answer.blob());
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

async function showJobs() {
  const page = (states, fields) =>
    read(`/api/v1/jobs?state=${states}&limit=${kRows}&order=newest&fields=spec,recipe_title,${fields}`);
  const [open, done, failed] = await Promise.all([
    read(`/api/v1/jobs?state=running,paused,queued&limit=${kRows}&fields=state,spec,recipe_title,progress`),
    page("done", "started_at,finished_at,output_bytes"), page("failed", "error")]);
  showOpen(open.jobs.toSorted((a, b) => (b.state === "running") - (a.state === "running") || a.id - b.id));
  showDone(done.jobs.slice(0, 10));
  showFailures(failed.jobs.slice(0, 10));
}

function take(kind, data) {
  isStale = true;
  if (kind === "job_progress") running.set(data.job, data.progress.fraction);
  const record = data?.record;
  if (kind !== "job_changed" || !["done", "failed", "cancelled"].includes(record?.state)) return;
  running.delete(data.job);
  ended.push({at: Date.now(), seconds: Math.max(0, record.finished_at - record.created_at) / 1000});
  if (ended.length > kMostEnded) ended.shift();
}

// ---- Submitting --------------------------------------------------------------------------------------------------

async function sendFiles(files) {
  const sent = byId("sent"), whole = files.reduce((sum, file) => sum + file.size, 0) || 1, paths = [];
  let before = 0;
  sent.hidden = !files.length;
  for (const file of files) {
    byId("said").textContent = `Sending ${file.name} …`;
    paths.push(await upload(file, share => { sent.value = (before + share * file.size) / whole; }));
    before += file.size;
  }
  sent.hidden = true;
  return paths;
}

async function submit(form) {
  const go = form.querySelector("button");
  go.disabled = true;
  try {
    const typed = byId("inputs").value.split("\n").map(line => line.trim()).filter(Boolean);
    const inputs = [...await sendFiles([...byId("files").files]), ...typed];
    if (!inputs.length) throw new Error("Choose a file, or name one on the server.");
    const body = {inputs, recipe: byId("recipe").value, title: "From the status page"};
    if (chosen()?.recipe.outputs?.length) body.output_folder = byId("folder").value.trim();
    const reply = await send("/api/v1/jobs", body, {"Idempotency-Key": crypto.randomUUID?.() ?? String(Math.random())});
    const refused = reply.outcomes.filter(outcome => outcome.submission === "refused");
    const count = reply.outcomes.length - refused.length;
    byId("said").textContent = [`${count} submitted.`, ...refused.map(outcome => outcome.error.message)].join(" ");
    form.querySelector("#files").value = "";
    byId("inputs").value = "";
    isStale = true;
  } catch (problem) {
    say(problem);
  } finally {
    go.disabled = false;
    byId("sent").hidden = true;
  }
}

const chosen = () => recipes.find(recipe => recipe.id === byId("recipe").value);
function showRecipe() {
  const recipe = chosen();
  byId("recipe-sentence").textContent = recipe?.sentence || "";
  byId("folder").disabled = !recipe?.recipe.outputs?.length;
  byId("folder").required = !byId("folder").disabled;
}

async function prepareForm() {
  const [all, roots] = await Promise.all([read("/api/v1/recipes"), read("/api/v1/browse")]);
  recipes = all;
  const before = byId("recipe").value;
  byId("recipe").replaceChildren(...recipes.map(recipe => new Option(recipe.title, recipe.id)));
  if (before) byId("recipe").value = before;
  byId("folders").replaceChildren(...roots.entries.map(root => new Option(root.path)));
  if (!byId("folder").value && roots.entries.length) byId("folder").value = roots.entries[0].path + "/done";
  showRecipe();
}

// ---- Coming and going --------------------------------------------------------------------------------------------

async function tick(count = 0) {
  if (!hasToken()) return;
  try {
    const stats = await read("/api/v1/stats");
    showQueue(stats); showRates(stats); showDevices(stats); showStages(stats); showCache(stats);
    if (isStale) { isStale = false; await showJobs(); }
    if (count % 15 === 0) await showReadiness();
    byId("connection").textContent = byId("connection").dataset.name;
  } catch (problem) {
    byId("connection").textContent = problem.message;
    if (problem.status === 401) return leave(problem.message);
  }
  timer = setTimeout(tick, 1000, count + 1);
}

async function enter() {
  try {
    const service = await read("/api/v1/service");
    byId("connection").dataset.name = service.name;
    await prepareForm();
    byId("refused").textContent = "";
    byId("enter").hidden = true;
    byId("page").hidden = byId("leave").hidden = false;
    isStale = true;
    following = new AbortController();
    follow(take, following.signal);
    tick();
  } catch (problem) { leave(problem.message); }
}

function leave(why = "") {
  useToken("");
  following?.abort();
  clearTimeout(timer);
  byId("enter").hidden = false;
  byId("page").hidden = byId("leave").hidden = true;
  byId("connection").textContent = "not connected";
  byId("refused").textContent = why;
}

byId("enter").addEventListener("submit", event => {
  event.preventDefault();
  useToken(byId("token").value.trim());
  byId("token").value = "";
  enter();
});
byId("leave").addEventListener("click", () => leave());
byId("recipe").addEventListener("change", showRecipe);
byId("submit").addEventListener("submit", event => { event.preventDefault(); submit(event.target); });
if (hasToken()) enter();
