/// ui::Tools over the composition: what takes a while happens one after another on a thread of its own.
///
/// Errors   in the replies; Cancelled for what waits when the program ends.
/// Owner    borrows composition and settings, which outlive it.
/// Thread   calls on the Qt thread; replies on its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "app/composition.h"
#include "app/settings.h"
#include "ui/tools.h"

namespace fotograma::app {

class DesktopTools : public ui::Tools {
public:
    DesktopTools(Composition& composition, const LoadedSettings& settings);
    ~DesktopTools() override;

    [[nodiscard]] std::vector<ui::SettingRow> settings() const override;
    [[nodiscard]] std::filesystem::path programSettingsFile() const override;
    base::Status saveSetting(const std::string& key, const std::string& value) override;
    void examine(api::Reply<std::vector<ui::Finding>> reply) override;
    void makeSample(api::Reply<std::vector<std::string>> reply) override;
    void findDuplicates(api::Reply<std::vector<ui::DuplicateGroup>> reply) override;
    void exportReports(std::vector<api::JobId> jobs, std::filesystem::path path,
                       api::Reply<ui::ExportOutcome> reply) override;
    [[nodiscard]] bool writesParquet() const override;

private:
    using Task = std::move_only_function<void(const std::stop_token&)>;

    /// Calls `work` on the thread and hands its result to `reply`.
    template <class T, class Work>
    void later(api::Reply<T> reply, Work work);
    void run(const std::stop_token& stop);
    [[nodiscard]] base::Result<std::vector<ui::Finding>> examineNow();
    [[nodiscard]] base::Result<std::vector<ui::DuplicateGroup>> findDuplicatesNow(const std::stop_token& stop);

    Composition& m_composition;
    const LoadedSettings& m_settings;
    std::mutex m_mutex;  ///< Protects m_tasks.
    std::condition_variable_any m_wake;
    std::deque<Task> m_tasks;
    std::jthread m_thread;
};

}  // namespace fotograma::app
