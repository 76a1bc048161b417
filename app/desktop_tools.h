/// ui::Tools over the composition: what takes a while happens one after another on a thread of its own.
///
/// Errors   in the replies; Cancelled for what waits when the program ends.
/// Owner    borrows composition, settings and service, which outlive it.
/// Thread   calls on the Qt thread; replies on its own.
#pragma once

#include "app/composition.h"
#include "app/later_thread.h"
#include "app/settings.h"
#include "ui/tools.h"

namespace fotograma::app {

class DesktopTools : public ui::Tools {
public:
    /// `service` is what reports are asked from; `isHere`: it is this computer's.
    DesktopTools(Composition& composition, const LoadedSettings& settings, api::Service& service, bool isHere);

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
    [[nodiscard]] base::Result<std::vector<ui::Finding>> examineNow();
    [[nodiscard]] base::Result<std::vector<ui::DuplicateGroup>> findDuplicatesNow(const std::stop_token& stop);

    Composition& m_composition;
    const LoadedSettings& m_settings;
    api::Service& m_service;
    const bool m_isHere;
    LaterThread m_thread;  ///< Last: it goes first.
};

}  // namespace fotograma::app
