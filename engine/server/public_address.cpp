#include "engine/server/public_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include <boost/asio/ip/address.hpp>

namespace fotograma::server {

namespace ip = boost::asio::ip;

namespace {

struct Range4 {
    std::uint32_t start;
    int bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0, std::uint32_t d = 0) {
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array kClosed4{
    Range4{v4(0, 0), 8},         Range4{v4(10, 0), 8},     Range4{v4(100, 64), 10},   Range4{v4(127, 0), 8},
    Range4{v4(169, 254), 16},    Range4{v4(172, 16), 12},  Range4{v4(192, 0, 0), 24}, Range4{v4(192, 0, 2), 24},
    Range4{v4(192, 88, 99), 24}, Range4{v4(192, 168), 16}, Range4{v4(198, 18), 15},   Range4{v4(198, 51, 100), 24},
    Range4{v4(203, 0, 113), 24}, Range4{v4(224, 0), 4},    Range4{v4(240, 0), 4},
};

bool isPublic(const ip::address_v4& address) {
    const std::uint32_t number = address.to_uint();
    return std::ranges::none_of(kClosed4, [&](const Range4& range) {
        const std::uint32_t mask = ~std::uint32_t{0} << (32 - range.bits);
        return (number & mask) == range.start;
    });
}

/// IPv6 addresses that carry one of IPv4 inside are as open as that one.
ip::address_v4 carried(const ip::address_v6::bytes_type& bytes, std::size_t at) {
    return ip::address_v4({bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]});
}

bool isPublic(const ip::address_v6& address) {
    const auto bytes = address.to_bytes();
    const auto starts = [&](std::initializer_list<unsigned char> prefix) {
        return std::equal(prefix.begin(), prefix.end(), bytes.begin());
    };
    if (address.is_v4_mapped()) return isPublic(carried(bytes, 12));
    if (starts({0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return isPublic(carried(bytes, 12));  // NAT64
    if (starts({0x20, 0x02})) return isPublic(carried(bytes, 2));                                       // 6to4
    if (starts({0x20, 0x01, 0x0d, 0xb8}) || starts({0x20, 0x01, 0x00})) return false;  // documentation, Teredo and such
    // Only 2000::/3 is given out; it leaves out loopback, unique local, link-local and multicast.
    return (bytes[0] & 0xE0U) == 0x20U;
}

}  // namespace

bool isPublicAddress(std::string_view text) {
    boost::system::error_code error;
    const ip::address address = ip::make_address(std::string(text), error);
    if (error) return false;
    return address.is_v4() ? isPublic(address.to_v4()) : isPublic(address.to_v6());
}

}  // namespace fotograma::server
