/// What the manager of services on this machine (systemd) is told, where one listens.
///
/// Thread   any.
/// Source   sd_notify(3): a datagram to the socket that NOTIFY_SOCKET names.
#pragma once

#include <string_view>

namespace fotograma::base {

/// "READY=1" once requests are answered, "STOPPING=1" when the end begins. Nothing where nobody listens.
void tellServiceManager(std::string_view state) noexcept;

}  // namespace fotograma::base
