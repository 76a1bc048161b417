#include "app/private_file.h"

#include <fstream>
#include <iterator>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

base::Result<Json> readPrivate(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return Json::object();
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    auto json = stream ? Json::parse(text) : base::fail(ErrorCode::PermissionDenied, "It cannot be read.");
    if (json) return json;
    return base::fail(ErrorCode::InvalidData, concat(base::toUtf8(file), " cannot be understood."),
                      json.error().message);
}

base::Status writePrivate(const fs::path& file, const Json& document) {
    const fs::path aside = base::pathFromUtf8(concat(base::toUtf8(file), ".new"));
    std::error_code code;
    fs::create_directories(file.parent_path(), code);
    fs::remove(aside, code);
    std::ofstream stream(aside, std::ios::binary);
    // Before anything is in it.
    fs::permissions(aside, fs::perms::owner_read | fs::perms::owner_write, code);
    stream << document.dump(2) << '\n';
    stream.close();
    if (!stream || code)
        return base::fail(ErrorCode::IoError, concat(base::toUtf8(file), " cannot be written."), code.message());
    FOTOGRAMA_RETURN_IF_ERROR(base::flushFile(aside));
    return base::replaceFile(aside, file);
}

}  // namespace fotograma::app
