/// A digest that grows with what comes, to be compared with one that a client has sent.
///
/// Errors   start: InvalidArgument for an algorithm that is not there, or a digest that is none.
/// Thread   one at a time.
/// Source   tus 1.0, checksum: "<algorithm> <base64>".
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::server {

inline constexpr std::string_view kChecksumAlgorithms = "sha1,sha256,sha512,md5";

class Checksum {
public:
    static base::Result<Checksum> start(std::string_view header);
    Checksum(Checksum&& other) noexcept;
    Checksum& operator=(Checksum&& other) noexcept;
    ~Checksum();

    void add(std::string_view bytes);
    /// Once, at the end.
    [[nodiscard]] bool agrees();

private:
    struct State;
    explicit Checksum(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::server
