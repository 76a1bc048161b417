#include "engine/server/checksum.h"

#include <array>

#include <openssl/evp.h>

#include "engine/base/base64.h"
#include "engine/base/text.h"
#include "engine/server/secrets.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

const EVP_MD* algorithmOf(std::string_view name) {
    if (name == "sha1") return EVP_sha1();
    if (name == "sha256") return EVP_sha256();
    if (name == "sha512") return EVP_sha512();
    if (name == "md5") return EVP_md5();
    return nullptr;
}

}  // namespace

struct Checksum::State {
    std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
    std::string wanted;
};

Checksum::Checksum(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Checksum::Checksum(Checksum&& other) noexcept = default;
Checksum& Checksum::operator=(Checksum&& other) noexcept = default;
Checksum::~Checksum() = default;

base::Result<Checksum> Checksum::start(std::string_view header) {
    const std::size_t blank = std::min(header.find(' '), header.size());
    const EVP_MD* algorithm = algorithmOf(header.substr(0, blank));
    if (!algorithm)
        return base::fail(ErrorCode::InvalidArgument, concat("Checksums are by ", kChecksumAlgorithms, "."));
    const auto wanted = base::fromBase64(header.substr(std::min(blank + 1, header.size())));
    if (!wanted || wanted->size() != static_cast<std::size_t>(EVP_MD_get_size(algorithm)))
        return base::fail(ErrorCode::InvalidArgument, "Upload-Checksum is an algorithm, a blank, and base64.");
    auto state = std::make_unique<State>();
    state->wanted = *wanted;
    if (!state->context || EVP_DigestInit_ex(state->context.get(), algorithm, nullptr) != 1)
        return base::fail(ErrorCode::Unsupported, "This system has no such checksum.");
    return Checksum(std::move(state));
}

void Checksum::add(std::string_view bytes) { EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()); }

bool Checksum::agrees() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_DigestFinal_ex(m_state->context.get(), digest.data(), &length) != 1) return false;
    return isSameSecret(m_state->wanted, {reinterpret_cast<const char*>(digest.data()), length});
}

}  // namespace fotograma::server
