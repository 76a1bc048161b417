-- What wrk found, as one line of JSON; and requests that differ from each other where a bench asks for it.
--   wrk -s wrk_report.lua URL -- METHOD PATH... [body=FILE]
-- The paths are asked for in turn. A body may hold @N@, which becomes a number that no other request has.
local counter = 0

function setup(thread)
  counter = counter + 1
  thread:set("number", counter)
end

function init(args)
  method, paths, body = args[1] or "GET", {}, nil
  for i = 2, #args do
    local file = args[i]:match("^body=(.+)$")
    if file then body = io.open(file):read("*a") else table.insert(paths, args[i]) end
  end
  headers = {Authorization = "Bearer " .. os.getenv("FOTOGRAMA_TOKEN"), ["Content-Type"] = body and "application/json"}
  start, at, made = os.getenv("FOTOGRAMA_RUN") or "0", 0, {}
  for i, path in ipairs(paths) do made[i] = wrk.format(method, path, headers) end
end

function request()
  at = at + 1
  local place = (at - 1) % #paths + 1
  if not body then return made[place] end
  return wrk.format(method, paths[place], headers, (body:gsub("@N@", start .. "-" .. number .. "-" .. at)))
end

function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    '\nRESULT {"requests": %d, "seconds": %.3f, "bytes": %d, "refused": %d, "errors": %d, '
      .. '"p50_ms": %.3f, "p95_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, summary.errors.status, errors,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
