#include "engine/base/hash.h"

#include <cerrno>
#include <fstream>
#include <vector>

#include <xxhash.h>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::base {
namespace {

Digest toDigest(XXH128_hash_t hash) noexcept { return {.high = hash.high64, .low = hash.low64}; }

struct StateDeleter {
    void operator()(XXH3_state_t* state) const noexcept { XXH3_freeState(state); }
};

std::unexpected<Error> openFailed(const std::filesystem::path& path, int systemError) {
    const std::string name = toUtf8(path);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return fail(ErrorCode::NotFound, concat("There is no file ", name, "."));
    if (systemError == EACCES || systemError == EPERM)
        return fail(ErrorCode::PermissionDenied, concat("You may not read ", name, "."));
    return fail(ErrorCode::IoError, concat(name, " cannot be opened."),
                std::error_code(systemError, std::generic_category()).message());
}

}  // namespace

std::string Digest::hex() const {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out(32, '0');
    for (std::size_t i = 0; i < 16; ++i) {
        out[15 - i] = kDigits[high >> (4 * i) & 15];
        out[31 - i] = kDigits[low >> (4 * i) & 15];
    }
    return out;
}

Digest hashBytes(std::span<const std::byte> bytes) noexcept {
    return toDigest(XXH3_128bits(bytes.data(), bytes.size()));
}

Digest hashText(std::string_view text) noexcept { return toDigest(XXH3_128bits(text.data(), text.size())); }

Result<Digest> hashFile(const std::filesystem::path& path, const std::stop_token& stop) {
    std::ifstream file;
    file.rdbuf()->pubsetbuf(nullptr, 0);  // we read in large pieces ourselves
    errno = 0;
    file.open(path, std::ios::binary);
    if (!file) return openFailed(path, errno);

    const std::unique_ptr<XXH3_state_t, StateDeleter> state(XXH3_createState());
    if (!state || XXH3_128bits_reset(state.get()) != XXH_OK)
        return fail(ErrorCode::ResourceExhausted, "There is not enough memory to hash a file.");
    // Small enough to come from the heap that is there: fresh pages for each of thousands of small files would cost more.
    std::vector<char> piece(std::size_t{1} << 16);
    while (file) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, concat("Reading ", toUtf8(path), " was stopped."));
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        XXH3_128bits_update(state.get(), piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (!file.eof()) return fail(ErrorCode::IoError, concat("Reading ", toUtf8(path), " failed part of the way."));
    return toDigest(XXH3_128bits_digest(state.get()));
}

}  // namespace fotograma::base
