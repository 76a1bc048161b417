// The API of the server this page came from: one token, typed in, kept until the tab is closed.
let token = sessionStorage.getItem("token") || "";

export const hasToken = () => token !== "";
export function useToken(text) {
  token = text;
  if (token) sessionStorage.setItem("token", token);
  else sessionStorage.removeItem("token");
}

/// The answer, or an error with the server's own sentence and `status`.
export async function ask(path, options = {}) {
  const headers = {...options.headers, Authorization: "Bearer " + token};
  let answer;
  try {
    answer = await fetch(path, {...options, headers});
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw Object.assign(new Error("The server does not answer."), {status: 0});
  }
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail || "The server answered " + answer.status + "."),
                      {status: answer.status, problem});
}

export const read = async path => (await ask(path)).json();
export const send = async (path, body, headers = {}) =>
  (await ask(path, {method: "POST", body: JSON.stringify(body), headers: {"Content-Type": "application/json", ...headers}})).json();

/// Calls `take(kind, data)` for each event until `signal` says stop; comes back by itself, after the last one it had.
export async function follow(take, signal) {
  let last = "";
  while (!signal.aborted) {
    try {
      const answer = await ask("/api/v1/events", {signal, headers: last ? {"Last-Event-ID": last} : {}});
      for await (const event of events(answer.body)) {
        if (event.id) last = event.id;
        if (event.kind === "end" && event.data.reason === "sequence_too_old") last = "";
        take(event.kind, event.data);
      }
    } catch (problem) {
      if (signal.aborted || problem.status === 401) return;
      if (problem.status === 410) last = "";
    }
    await new Promise(go => setTimeout(go, 2000));
  }
}

async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = "";;) {
    const {value, done} = await reader.read();
    if (done) return;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const event = {kind: "", id: "", data: null};
      for (const line of block.split("\n")) {
        const [name, rest] = [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)];
        if (name === "event") event.kind = rest;
        else if (name === "id") event.id = rest;
        else if (name === "data") event.data = JSON.parse(rest);
      }
      if (event.kind) yield event;
    }
  }
}
