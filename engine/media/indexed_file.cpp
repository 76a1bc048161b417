#include "engine/media/indexed_file.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "engine/base/platform.h"
#include "engine/media/av.h"
#include "engine/media/input_access.h"

namespace fotograma::media {

namespace {

constexpr std::size_t kWindowBytes = 8 * 1024;  ///< Read at once: the whole index of a short clip.
constexpr std::uint64_t kLargestIndex = 64u << 20;
constexpr int kMostBoxes = 64;  ///< At the top of the file, before the index.

/// A piece of the file, moved along as boxes are looked at.
class Window {
public:
    Window(const base::ReadableFile& file, std::uint64_t fileBytes) noexcept : m_file(file), m_fileBytes(fileBytes) {}

    /// `count` bytes at `offset`; empty when the file has fewer. Valid until the next call.
    Bytes at(std::uint64_t offset, std::size_t count) {
        const std::uint64_t end = offset + count;
        if (end > m_fileBytes) return {};
        if (offset < m_offset || end > m_offset + m_bytes.size()) {
            m_bytes.resize(std::max(count, kWindowBytes));
            const auto got = m_file.readAt(offset, std::as_writable_bytes(std::span(m_bytes)));
            m_offset = offset;
            m_bytes.resize(got ? *got : 0);
            if (m_bytes.size() < count) return {};
        }
        return Bytes(m_bytes).subspan(static_cast<std::size_t>(offset - m_offset), count);
    }

private:
    const base::ReadableFile& m_file;
    std::uint64_t m_fileBytes;
    std::uint64_t m_offset = 0;
    std::vector<std::uint8_t> m_bytes;
};

/// A box at the top of the file.
struct TopBox {
    std::uint32_t type = 0;
    std::uint64_t body = 0;  ///< Where it begins.
    std::uint64_t end = 0;
};

std::optional<TopBox> topBox(Window& window, std::uint64_t offset, std::uint64_t fileBytes) {
    ByteReader head(window.at(offset, 8));
    const std::uint64_t size = head.u32();
    TopBox box{.type = head.u32(), .body = offset + 8, .end = offset + size};
    if (head.isBad()) return std::nullopt;
    if (size == 1) {
        ByteReader large(window.at(offset + 8, 8));
        const std::uint64_t length = large.u64();
        if (large.isBad() || length > fileBytes) return std::nullopt;
        box.body = offset + 16;
        box.end = offset + length;
    }
    if (box.end < box.body || box.end > fileBytes) return std::nullopt;
    return box;
}

bool mayLieBeforeTheIndex(std::uint32_t type) noexcept {
    return type == fourCode("mdat") || type == fourCode("free") || type == fourCode("skip") || type == fourCode("wide");
}

std::optional<Mp4Index> readIndex(const base::ReadableFile& file, std::uint64_t fileBytes,
                                  const std::filesystem::path& path) {
    constexpr std::size_t kLargestKind = 1024;
    Window window(file, fileBytes);
    const std::optional<TopBox> kind = topBox(window, 0, fileBytes);
    if (!kind || kind->type != fourCode("ftyp") || kind->end - kind->body > kLargestKind) return std::nullopt;
    const Bytes kindBytes = window.at(kind->body, static_cast<std::size_t>(kind->end - kind->body));
    const std::vector<std::uint8_t> ftyp(kindBytes.begin(), kindBytes.end());
    std::uint64_t offset = kind->end;
    for (int i = 0; i < kMostBoxes; ++i) {
        const std::optional<TopBox> box = topBox(window, offset, fileBytes);
        if (!box) return std::nullopt;
        if (box->type == fourCode("moov")) {
            if (box->end - box->body > kLargestIndex) return std::nullopt;
            const Bytes moov = window.at(box->body, static_cast<std::size_t>(box->end - box->body));
            return readMp4Index(ftyp, moov, path, static_cast<std::int64_t>(fileBytes));
        }
        if (!mayLieBeforeTheIndex(box->type)) return std::nullopt;
        offset = box->end;
    }
    return std::nullopt;
}

}  // namespace

IndexedFile::IndexedFile(base::ReadableFile file, Mp4Index index) noexcept
    : m_file(std::move(file)), m_index(std::move(index)) {}

IndexedFile::~IndexedFile() { av_buffer_unref(&m_memory); }

std::unique_ptr<IndexedFile> IndexedFile::open(const std::filesystem::path& path,
                                               std::span<const std::filesystem::path> roots) {
    auto file = openInput(path, roots);
    if (!file) return nullptr;
    const auto stamp = file->stamp();
    if (!stamp) return nullptr;
    std::optional<Mp4Index> index = readIndex(*file, static_cast<std::uint64_t>(stamp->sizeBytes), path);
    if (!index) return nullptr;
    return std::unique_ptr<IndexedFile>(new IndexedFile(std::move(*file), std::move(*index)));
}

void IndexedFile::choose(const PictureChoice& choice) {
    m_plan.reset();
    m_next = 0;
    if (choice.which == Pictures::Key) planKeys();
    if (choice.which == Pictures::Sampled) planTargets(choice.everySeconds);
}

void IndexedFile::planKeys() {
    std::vector<Step>& plan = m_plan.emplace();
    for (std::uint32_t i = 0; i < m_index.samples.size(); ++i)
        if (m_index.samples[i].isKey) plan.push_back({.sample = i});
}

/// Targets of one group of pictures are decoded together, from its key frame to the last of them and no further.
void IndexedFile::planTargets(double everySeconds) {
    m_plan.emplace();
    const std::vector<Mp4Sample>& samples = m_index.samples;
    std::vector<std::uint32_t> shown(samples.size());
    std::iota(shown.begin(), shown.end(), 0u);
    std::ranges::stable_sort(shown, {}, [&](std::uint32_t i) { return samples[i].pts; });
    std::vector<std::uint32_t> keys;  // by decoding order
    for (std::uint32_t i = 0; i < samples.size(); ++i)
        if (samples[i].isKey) keys.push_back(i);

    const double tick = m_index.picture().timeBase.value();
    Sampler sampler(everySeconds);
    std::uint32_t key = 0;
    std::vector<std::uint32_t> wanted;
    for (const std::uint32_t i : shown) {
        if (samples[i].pts < 0 || !sampler.takes(static_cast<double>(samples[i].pts) * tick)) continue;
        auto governing = std::ranges::upper_bound(keys, i) - 1;
        // Shown before its key frame: it also refers to the group before.
        if (samples[i].pts < samples[*governing].pts && governing != keys.begin()) --governing;
        if (*governing != key && !wanted.empty()) addRun(key, std::exchange(wanted, {}));
        key = *governing;
        wanted.push_back(i);
    }
    if (!wanted.empty()) addRun(key, std::move(wanted));
}

void IndexedFile::addRun(std::uint32_t key, std::vector<std::uint32_t> wanted) {
    std::ranges::sort(wanted);
    const std::uint32_t last = wanted.back();
    for (std::uint32_t i = key; i <= last; ++i)
        m_plan->push_back({.sample = i, .isOnlyNeeded = !std::ranges::binary_search(wanted, i), .endsRun = i == last});
}

void IndexedFile::seek(double seconds) {
    m_plan.reset();
    const double tick = m_index.picture().timeBase.value();
    const auto time = std::llround(seconds / tick);
    m_next = 0;
    for (std::size_t i = 0; i < m_index.samples.size(); ++i)
        if (m_index.samples[i].isKey && m_index.samples[i].pts <= time) m_next = i;
}

/// The last packet's memory when nobody holds it any more.
AVBufferRef* IndexedFile::memory(std::size_t bytes) {
    const bool isFree = m_memory != nullptr && av_buffer_is_writable(m_memory) != 0 && m_memory->size >= bytes;
    if (!isFree) {
        av_buffer_unref(&m_memory);
        m_memory = av_buffer_alloc(bytes + bytes / 4);
    }
    return m_memory != nullptr ? av_buffer_ref(m_memory) : nullptr;
}

base::Result<Packet> IndexedFile::packetOf(const Mp4Sample& sample, bool isOnlyNeeded) {
    Packet packet(av_packet_alloc(), m_index.info.videoTrack);
    AVPacket* raw = packet.av();
    if (raw != nullptr) raw->buf = memory(sample.size + AV_INPUT_BUFFER_PADDING_SIZE);
    if (raw == nullptr || raw->buf == nullptr) return av::avFail(AVERROR(ENOMEM), "A picture cannot be read");
    raw->data = raw->buf->data;
    raw->size = static_cast<int>(sample.size);
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::size_t got,
                               m_file.readAt(static_cast<std::uint64_t>(sample.offset),
                                             std::as_writable_bytes(std::span(raw->data, std::size_t{sample.size}))));
    if (got < sample.size) return av::avFail(AVERROR(EIO), "The file became shorter while it was read");
    std::memset(raw->data + raw->size, 0, AV_INPUT_BUFFER_PADDING_SIZE);
    raw->stream_index = m_index.info.videoTrack;
    raw->time_base = av::fromRational(m_index.picture().timeBase);
    raw->pts = sample.pts;
    raw->dts = sample.dts;
    raw->duration = sample.duration;
    raw->pos = sample.offset;
    if (sample.isKey) raw->flags |= AV_PKT_FLAG_KEY;
    if (isOnlyNeeded) raw->flags |= AV_PKT_FLAG_DISCARD;
    return packet;
}

base::Result<std::optional<Packet>> IndexedFile::read() {
    m_endsRun = false;
    const std::size_t count = m_plan ? m_plan->size() : m_index.samples.size();
    if (m_next >= count) return std::optional<Packet>();
    Step step{.sample = static_cast<std::uint32_t>(m_next)};
    if (m_plan) step = (*m_plan)[m_next];
    ++m_next;
    m_endsRun = step.endsRun;
    FOTOGRAMA_ASSIGN_OR_RETURN(Packet packet, packetOf(m_index.samples[step.sample], step.isOnlyNeeded));
    return std::optional<Packet>(std::move(packet));
}

}  // namespace fotograma::media
