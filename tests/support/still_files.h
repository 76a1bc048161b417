/// Picture files for tests, each sample known.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>

#include "engine/media/av.h"

namespace fotograma::testing {

using Rgba = std::array<std::uint8_t, 4>;

/// A PNG of 8 bits with opacity.
inline void writePng(const std::filesystem::path& path, int width, int height,
                     const std::function<Rgba(int x, int y)>& color) {
    namespace av = media::av;
    const av::CodecContext encoder(avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_PNG)));
    encoder->width = width;
    encoder->height = height;
    encoder->pix_fmt = AV_PIX_FMT_RGBA;
    encoder->time_base = {1, 1};
    const av::Frame frame(av_frame_alloc());
    const av::Packet packet(av_packet_alloc());
    frame->width = width;
    frame->height = height;
    frame->format = AV_PIX_FMT_RGBA;
    bool isFine =
        avcodec_open2(encoder.get(), encoder->codec, nullptr) >= 0 && av_frame_get_buffer(frame.get(), 0) >= 0;
    for (int y = 0; isFine && y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const Rgba value = color(x, y);
            std::copy(value.begin(), value.end(), frame->data[0] + std::ptrdiff_t{y} * frame->linesize[0] + 4 * x);
        }
    }
    isFine = isFine && avcodec_send_frame(encoder.get(), frame.get()) >= 0 &&
             avcodec_receive_packet(encoder.get(), packet.get()) >= 0;
    FOTOGRAMA_ASSERT(isFine, "a PNG for a test can be written");
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(packet->data), static_cast<std::streamsize>(packet->size));
}

}  // namespace fotograma::testing
