#include "engine/plugins/private_file.h"

#include <fstream>
#include <random>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::plugins {

namespace fs = std::filesystem;

namespace {

/// A new folder that only this user can write to.
base::Result<fs::path> makeFolder() {
    std::error_code error;
    const fs::path all = fs::temp_directory_path(error);
    std::random_device random;
    for (int attempt = 0; !error && attempt < 8; ++attempt) {
        const fs::path folder = all / base::concat("fotograma-", base::processId(), "-", random());
        if (!fs::create_directory(folder, error)) continue;  // somebody else's
        fs::permissions(folder, fs::perms::owner_all, error);
        if (!error) return folder;
    }
    return base::fail(base::ErrorCode::PermissionDenied, "No temporary folder can be made.", error.message());
}

}  // namespace

PrivateFile::PrivateFile(fs::path folder, std::string_view ending)
    : m_folder(std::move(folder)), m_path(m_folder / base::concat("given.", ending)) {}

base::Result<std::shared_ptr<const PrivateFile>> PrivateFile::create(std::span<const std::byte> bytes,
                                                                     std::string_view ending) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const fs::path folder, makeFolder());
    std::shared_ptr<const PrivateFile> made(new PrivateFile(folder, ending));
    std::ofstream file(made->m_path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file.fail()) return made;
    return base::fail(base::ErrorCode::ResourceExhausted, base::concat(made->path(), " cannot be written."));
}

PrivateFile::~PrivateFile() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

std::string PrivateFile::path() const { return base::toUtf8(m_path); }

}  // namespace fotograma::plugins
