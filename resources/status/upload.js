// Files on their way to the server, in the manner of the tus protocol (tus.io, 1.0.0): in pieces, and on from where a
// broken connection left them.
import {ask} from "./api.js";

const kPieceBytes = 8 * 1024 * 1024;
const kTries = 5;
const kVersion = {"Tus-Resumable": "1.0.0"};

const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const pause = milliseconds => new Promise(go => setTimeout(go, milliseconds));

/// The path of the file on the server. `tell(share)` hears how far it is.
export async function upload(file, tell) {
  const begun = await ask("/api/v1/uploads", {
    method: "POST",
    headers: {...kVersion, "Upload-Length": String(file.size), "Upload-Metadata": "filename " + base64(file.name)}});
  const place = begun.headers.get("Location");
  for (let offset = 0, failures = 0; offset < file.size;) {
    try {
      const answer = await ask(place, {
        method: "PATCH", body: file.slice(offset, offset + kPieceBytes),
        headers: {...kVersion, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream"}});
      offset = Number(answer.headers.get("Upload-Offset"));
      failures = 0;
    } catch (problem) {
      const isFinal = problem.status >= 400 && problem.status < 500 && ![409, 423, 429].includes(problem.status);
      if (isFinal || ++failures >= kTries) throw problem;
      await pause(500 * 2 ** failures);
      const known = await ask(place, {method: "HEAD", headers: kVersion});
      offset = Number(known.headers.get("Upload-Offset"));
    }
    tell(offset / file.size);
  }
  return (await (await ask(place)).json()).path;
}
