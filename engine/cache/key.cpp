#include "engine/cache/key.h"

#include <array>
#include <bit>
#include <cstring>

namespace fotograma::cache {
namespace {

template <class T>
void appendBytes(std::string& text, const T& value) {
    std::array<char, sizeof(T)> bytes;
    std::memcpy(bytes.data(), &value, sizeof(T));
    text.append(bytes.data(), bytes.size());
}

}  // namespace

static_assert(std::endian::native == std::endian::little, "keys and records are shared between machines as they are");

KeyBuilder::KeyBuilder(Kind kind) { m_text.append("fotograma ").append(toText(kind)).push_back('\0'); }

KeyBuilder& KeyBuilder::add(std::string_view name, std::string_view value) {
    appendBytes(m_text, static_cast<std::uint32_t>(name.size()));
    m_text.append(name);
    appendBytes(m_text, static_cast<std::uint64_t>(value.size()));
    m_text.append(value);
    return *this;
}

KeyBuilder& KeyBuilder::add(std::string_view name, const base::Digest& value) {
    std::string bytes;
    appendBytes(bytes, value.high);
    appendBytes(bytes, value.low);
    return add(name, bytes);
}

Key KeyBuilder::finish() const { return {base::hashText(m_text)}; }

Key identityKey(const base::FileStamp& stamp) {
    // One hash over a fixed layout: asked for every file of every batch.
    struct {
        char name[8] = {'i', 'd', 'e', 'n', 't', 'i', 't', 'y'};
        std::uint64_t device;
        std::uint64_t inode;
        std::int64_t sizeBytes;
        std::int64_t modifiedNs;
    } fixed{.device = stamp.device, .inode = stamp.inode, .sizeBytes = stamp.sizeBytes, .modifiedNs = stamp.modifiedNs};
    static_assert(sizeof fixed == 40, "no padding may enter the hash");
    return {base::hashBytes(std::as_bytes(std::span(&fixed, 1)))};
}

Key resultKey(Kind kind, const base::Digest& content, std::string_view recipeDigest, std::string_view builds) {
    return KeyBuilder(kind).add("content", content).add("recipe", recipeDigest).add("builds", builds).finish();
}

}  // namespace fotograma::cache
