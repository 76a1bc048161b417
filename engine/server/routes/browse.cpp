// The folders that clients may work in.
#include <algorithm>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/route.h"

namespace fotograma::server {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kMostEntries = 5000;

Json entryOf(const fs::directory_entry& entry) {
    std::error_code code;
    const bool isFolder = entry.is_directory(code);
    Json json = Json::object();
    json.set("name", base::toUtf8(entry.path().filename())).set("path", base::toUtf8(entry.path()));
    json.set("kind", isFolder ? "folder" : "file");
    if (!isFolder) json.set("size_bytes", static_cast<std::int64_t>(entry.file_size(code)));
    return json;
}

Response rootsListing(const Roots& roots) {
    Json entries = Json::array();
    for (const fs::path& root : roots.folders())
        entries.append(Json::object()
                           .set("name", base::toUtf8(root.filename()))
                           .set("path", base::toUtf8(root))
                           .set("kind", "folder"));
    return jsonResponse(Json::object().set("path", "").set("more", false).set("entries", std::move(entries)));
}

Response listing(const Roots& roots, const fs::path& folder) {
    std::error_code code;
    std::vector<fs::directory_entry> found;
    bool hasMore = false;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        std::error_code ignored;
        const bool isPlain = at->is_regular_file(ignored) || at->is_directory(ignored);
        const bool isHidden = base::toUtf8(at->path().filename()).starts_with('.');
        // A link that leads out of the roots is not there.
        if (isHidden || !isPlain || !roots.resolve(base::toUtf8(at->path()))) continue;
        hasMore = found.size() == kMostEntries;
        if (hasMore) break;
        found.push_back(*at);
    }
    if (code)
        return problem({ErrorCode::NotFound, concat(base::toUtf8(folder), " is no folder that can be read."), {}});
    std::ranges::sort(found, {}, [](const fs::directory_entry& entry) { return entry.path(); });
    Json entries = Json::array();
    for (const fs::directory_entry& entry : found) entries.append(entryOf(entry));
    Json json = Json::object();
    return jsonResponse(json.set("path", base::toUtf8(folder)).set("more", hasMore).set("entries", std::move(entries)));
}

void browse(Context& context, Request request, Responder respond) {
    const std::string* path = request.queryValue("path");
    if (!path || path->empty()) return respond(rootsListing(context.roots));
    const auto folder = context.roots.resolve(*path);
    if (!folder) return respond(folder.error());
    respond(listing(context.roots, *folder));
}

}  // namespace

std::span<const Route> browseRoutes() {
    static const Route kRoutes[] = {
        {.path = "/api/v1/browse",
         .scope = Scope::JobsRead,
         .handler = browse,
         .id = "browse",
         .tag = "files",
         .sentence = "What lies in a folder under the roots; without path the roots themselves.",
         .parameters = {{In::Query, "path", "string", "Absolute path of the folder."}},
         .gives = "Listing",
         .blocks = true},
    };
    return kRoutes;
}

}  // namespace fotograma::server
