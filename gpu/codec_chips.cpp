#include "gpu/codec_chips.h"

#include <algorithm>
#include <cstring>

#include <ffnvcodec/dynlink_cuda.h>
#include <ffnvcodec/dynlink_nvcuvid.h>
#include <ffnvcodec/nvEncodeAPI.h>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::gpu {

using base::concat;

namespace {

#if defined(_WIN32)
constexpr const char* kDecodeLibrary = "nvcuvid.dll";
constexpr const char* kEncodeLibrary = "nvEncodeAPI64.dll";
#else
constexpr const char* kDecodeLibrary = "libnvcuvid.so.1";
constexpr const char* kEncodeLibrary = "libnvidia-encode.so.1";
#endif

struct AskedCodec {
    const char* name;
    cudaVideoCodec code;
};
// Those whose decoders give the same samples everywhere, by their standards. MPEG-2, VC-1 and JPEG leave the transform's
// rounding open: they are decoded on the CPU, so that a result does not depend on the device.
constexpr AskedCodec kCodecs[] = {{"h264", cudaVideoCodec_H264},
                                  {"hevc", cudaVideoCodec_HEVC},
                                  {"vp8", cudaVideoCodec_VP8},
                                  {"vp9", cudaVideoCodec_VP9}};

struct AskedChroma {
    const char* name;
    cudaVideoChromaFormat code;
};
constexpr AskedChroma kChromas[] = {{"4:2:0", cudaVideoChromaFormat_420}, {"4:4:4", cudaVideoChromaFormat_444}};

std::string notOpened(const char* library, std::string_view what) {
    return concat(what, " is off: ", library,
                  " does not open. It comes with the NVIDIA driver (in containers: NVIDIA_DRIVER_CAPABILITIES=video).");
}

void ask(tcuvidGetDecoderCaps* caps, const AskedCodec& codec, const AskedChroma& chroma, int bits, DecodeChip& chip) {
    CUVIDDECODECAPS question{};
    question.eCodecType = codec.code;
    question.eChromaFormat = chroma.code;
    question.nBitDepthMinus8 = static_cast<unsigned>(bits - 8);
    if (caps(&question) != CUDA_SUCCESS || question.bIsSupported == 0) return;
    chip.rows.push_back({codec.name, bits, chroma.name, question.nMinWidth, question.nMinHeight,
                         static_cast<int>(question.nMaxWidth), static_cast<int>(question.nMaxHeight),
                         std::int64_t{question.nMaxMBCount} * 256});
    chip.engines = std::max(chip.engines, static_cast<int>(question.nNumNVDECs));
}

bool isSame(const GUID& a, const GUID& b) { return std::memcmp(&a, &b, sizeof a) == 0; }

std::string whyNoSession(NVENCSTATUS status) {
    switch (status) {
        case NV_ENC_ERR_NO_ENCODE_DEVICE:
        case NV_ENC_ERR_UNSUPPORTED_DEVICE: return "this GPU has no encoder chip";
        case NV_ENC_ERR_OUT_OF_MEMORY: return "no encoding session is free: the driver limits how many run at once";
        case NV_ENC_ERR_INVALID_VERSION: return "the driver is too old for this build";
        default: return concat("the driver opens no session (code ", static_cast<int>(status), ")");
    }
}

/// What an open session tells, which is closed again.
void readCodecs(const NV_ENCODE_API_FUNCTION_LIST& functions, void* session, EncodeChip& chip) {
    std::uint32_t count = 0;
    if (functions.nvEncGetEncodeGUIDCount(session, &count) == NV_ENC_SUCCESS && count > 0) {
        std::vector<GUID> guids(count);
        std::uint32_t given = 0;
        if (functions.nvEncGetEncodeGUIDs(session, guids.data(), count, &given) == NV_ENC_SUCCESS) {
            for (const GUID& guid : std::span(guids).first(std::min(given, count))) {
                if (isSame(guid, NV_ENC_CODEC_H264_GUID)) chip.codecs.emplace_back("h264");
                if (isSame(guid, NV_ENC_CODEC_HEVC_GUID)) chip.codecs.emplace_back("hevc");
            }
        }
    }
    functions.nvEncDestroyEncoder(session);
}

}  // namespace

const DecodeRow* DecodeChip::find(std::string_view codec, int bits, std::string_view chroma) const noexcept {
    const auto found = std::ranges::find_if(
        rows, [&](const DecodeRow& row) { return row.codec == codec && row.bits == bits && row.chroma == chroma; });
    return found == rows.end() ? nullptr : &*found;
}

DecodeChip probeDecoding(const PrimaryContext& context) {
    DecodeChip chip;
    const auto library = base::DynamicLibrary::open({kDecodeLibrary});
    if (!library) {
        chip.reason = notOpened(kDecodeLibrary, "decoding on the GPU");
        return chip;
    }
    auto* const caps = reinterpret_cast<tcuvidGetDecoderCaps*>(library->symbol("cuvidGetDecoderCaps"));
    if (caps == nullptr) {
        chip.reason = concat("decoding on the GPU is off: ", kDecodeLibrary, " is too old to say what the chip takes.");
        return chip;
    }
    const ContextGuard guard(context);
    for (const AskedCodec& codec : kCodecs)
        for (const AskedChroma& chroma : kChromas)
            for (const int bits : {8, 10, 12}) ask(caps, codec, chroma, bits, chip);
    if (chip.rows.empty()) chip.reason = "decoding on the GPU is off: this GPU has no decoder chip.";
    return chip;
}

EncodeChip probeEncoding(const PrimaryContext& context) {
    EncodeChip chip;
    const auto library = base::DynamicLibrary::open({kEncodeLibrary});
    if (!library) {
        chip.reason = notOpened(kEncodeLibrary, "encoding on the GPU");
        return chip;
    }
    auto* const create =
        reinterpret_cast<decltype(&NvEncodeAPICreateInstance)>(library->symbol("NvEncodeAPICreateInstance"));
    NV_ENCODE_API_FUNCTION_LIST functions{};
    functions.version = NV_ENCODE_API_FUNCTION_LIST_VER;
    NVENCSTATUS status = create == nullptr ? NV_ENC_ERR_INVALID_VERSION : create(&functions);
    void* session = nullptr;
    if (status == NV_ENC_SUCCESS) {
        NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS wish{};
        wish.version = NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS_VER;
        wish.apiVersion = NVENCAPI_VERSION;
        wish.deviceType = NV_ENC_DEVICE_TYPE_CUDA;
        wish.device = context.raw();
        const ContextGuard guard(context);
        status = functions.nvEncOpenEncodeSessionEx(&wish, &session);
        if (status == NV_ENC_SUCCESS) readCodecs(functions, session, chip);
    }
    if (chip.codecs.empty()) {
        const std::string reason =
            status == NV_ENC_SUCCESS ? "the chip names no codec that we use" : whyNoSession(status);
        chip.reason = concat("encoding on the GPU is off: ", reason, ".");
    }
    return chip;
}

ChipWords inWords(const DecodeChip& decode, const EncodeChip& encode) {
    ChipWords words;
    std::vector<std::string> kinds;
    for (const DecodeRow& row : decode.rows) {
        if (row.bits == 8 && row.chroma == "4:2:0")
            kinds.push_back(row.codec);
        else
            kinds.push_back(
                concat(row.codec, " ", row.bits, " bit", row.chroma == "4:2:0" ? "" : concat(" ", row.chroma)));
    }
    if (!kinds.empty()) words.traits.push_back(concat("decodes ", base::join(kinds, ", ")));
    if (decode.engines > 0) words.traits.push_back(concat(decode.engines, " decoder engines"));
    if (!encode.codecs.empty()) words.traits.push_back(concat("encodes ", base::join(encode.codecs, ", ")));
    words.missing = decode.reason;
    if (!encode.reason.empty()) words.missing += concat(words.missing.empty() ? "" : " ", encode.reason);
    return words;
}

}  // namespace fotograma::gpu
