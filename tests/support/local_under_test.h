/// The local engine over scripted workers, as the contract wants it, alone or behind a server.
///
/// Thread   the test's own.
#pragma once

#include <memory>

#include "engine/cache/tiered_cache.h"
#include "engine/service/local_service.h"
#include "tests/support/service_contract.h"

namespace fotograma::tests {

class LocalUnderTest final : public ServiceUnderTest {
public:
    explicit LocalUnderTest(const ServiceWish& wish) : m_wish(wish) {
        m_cache = std::make_unique<cache::TieredCache>(
            cache::TieredOptions{.memoryBytes = 1 << 20,
                                 .disk = cache::DiskOptions{.folder = wish.folder / "cache", .limitBytes = 8 << 20}});
        startUp();
    }
    /// Again on the same store, after a shutDown().
    void startUp() {
        auto dependencies = scriptedDependencies(m_wish.folder / "store.db", m_script);
        dependencies.threads = m_wish.threads;
        dependencies.eventLimit = m_wish.eventLimit;
        dependencies.cache = m_cache.get();
        auto created = service::LocalService::create(std::move(dependencies));
        FOTOGRAMA_ASSERT(created, "the service under test must start");
        m_service = std::move(*created);
    }
    api::Service& service() override { return *m_service; }
    /// For a server in front of it.
    std::shared_ptr<api::Service> shared() { return m_service; }
    Script& script() override { return m_script; }
    void shutDown() override { m_service.reset(); }

private:
    const ServiceWish m_wish;
    Script m_script;
    std::unique_ptr<cache::TieredCache> m_cache;
    std::shared_ptr<service::LocalService> m_service;
};

}  // namespace fotograma::tests
