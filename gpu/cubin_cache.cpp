#include "gpu/cubin_cache.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::gpu {

namespace fs = std::filesystem;

namespace {

/// FNV-1a, 64 bits: only names files; what is in them is compared.
std::string nameOf(const std::string& text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 1099511628211ULL;
    std::string name;
    for (int shift = 60; shift >= 0; shift -= 4) name += "0123456789abcdef"[hash >> shift & 15U];
    return name + ".cubin";
}

}  // namespace

fs::path CubinCache::fileOf(const std::string& text) const { return m_folder / nameOf(text); }

std::optional<std::vector<std::byte>> CubinCache::find(const std::string& text) const {
    const fs::path path = fileOf(text);
    std::ifstream file(path, std::ios::binary);
    std::size_t textBytes = 0;
    std::size_t codeBytes = 0;
    if (!(file >> textBytes >> codeBytes) || file.get() != '\n' || textBytes != text.size()) return std::nullopt;
    std::string found(textBytes, '\0');
    const auto most = static_cast<std::size_t>(m_mostBytes);
    if (codeBytes == 0 || codeBytes > most || !file.read(found.data(), static_cast<std::streamsize>(textBytes)) ||
        found != text) {
        return std::nullopt;
    }
    std::vector<std::byte> code(codeBytes);
    if (!file.read(reinterpret_cast<char*>(code.data()), static_cast<std::streamsize>(codeBytes)) ||
        file.peek() != std::ifstream::traits_type::eof()) {
        return std::nullopt;
    }
    std::error_code ignored;
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);  // Used: it stays longer.
    return code;
}

void CubinCache::keep(const std::string& text, std::span<const std::byte> code) const {
    std::error_code failed;
    fs::create_directories(m_folder, failed);
    shrink(static_cast<std::int64_t>(text.size() + code.size()));
    const fs::path path = fileOf(text);
    const fs::path aside = fs::path(path).concat(base::concat(".", base::processId(), ".part"));
    {
        std::ofstream file(aside, std::ios::binary);
        file << text.size() << ' ' << code.size() << '\n' << text;
        file.write(reinterpret_cast<const char*>(code.data()), static_cast<std::streamsize>(code.size()));
        file.close();
        if (!file) {
            fs::remove(aside, failed);
            return;
        }
    }
    fs::rename(aside, path, failed);
    if (failed) fs::remove(aside, failed);
}

void CubinCache::shrink(std::int64_t wanted) const {
    struct Entry {
        fs::path path;
        fs::file_time_type used;
        std::int64_t bytes;
    };
    std::vector<Entry> entries;
    std::int64_t total = wanted;
    std::error_code failed;
    for (const fs::directory_entry& each : fs::directory_iterator(m_folder, failed)) {
        if (each.path().extension() != ".cubin") continue;
        Entry entry{each.path(), each.last_write_time(failed), static_cast<std::int64_t>(each.file_size(failed))};
        total += entry.bytes;
        entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, {}, &Entry::used);
    for (const Entry& entry : entries) {
        if (total <= m_mostBytes) return;
        fs::remove(entry.path, failed);
        total -= entry.bytes;
    }
}

}  // namespace fotograma::gpu
