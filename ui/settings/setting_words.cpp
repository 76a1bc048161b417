#include "ui/settings/setting_words.h"

#include <QCoreApplication>

#include "ui/words.h"

namespace fotograma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SettingWords)

public:
    static SettingWords number(SettingGroup group, const QString& label, const QString& sentence, int maximum,
                               const QString& zero) {
        return {.group = group,
                .editor = SettingEditor::Number,
                .label = label,
                .sentence = sentence,
                .maximum = maximum,
                .zero = zero};
    }
    static SettingWords folder(SettingGroup group, const QString& label, const QString& sentence) {
        return {.group = group, .editor = SettingEditor::Folder, .label = label, .sentence = sentence};
    }
    static SettingWords choice(SettingGroup group, const QString& label, const QString& sentence,
                               const QStringList& choices, const QStringList& labels) {
        return {.group = group,
                .editor = SettingEditor::Choice,
                .label = label,
                .sentence = sentence,
                .choices = choices,
                .choiceLabels = labels};
    }
    static SettingWords text(SettingGroup group, const QString& label, const QString& sentence) {
        return {.group = group, .label = label, .sentence = sentence};
    }
};

constexpr int kMostMegabytes = 100'000'000;
constexpr int kMostJobs = 1000;

SettingWords workWords(const std::string& key) {
    if (key == "device")
        return Words::choice(SettingGroup::Work, Words::tr("Device"), Words::tr("Where pictures are worked on."),
                             {"auto", "cpu", "cuda"},
                             {Words::tr("The fastest there is"), Words::tr("Processor only"), Words::tr("GPU (CUDA)")});
    if (key == "jobs")
        return Words::number(SettingGroup::Work, Words::tr("Jobs at once"),
                             Words::tr("How many videos are worked on at the same time."), kMostJobs,
                             Words::tr("As many as there is room for"));
    if (key == "threads")
        return Words::number(SettingGroup::Work, Words::tr("Processor threads"),
                             Words::tr("For all jobs together: fewer leave room for other programs."), kMostJobs,
                             Words::tr("All cores"));
    if (key == "recipe")
        return Words::text(SettingGroup::Work, Words::tr("Usual recipe"),
                           Words::tr("The recipe of the command line when none is named."));
    return {};
}

SettingWords placeWords(const std::string& key) {
    if (key == "output")
        return Words::folder(SettingGroup::Folders, Words::tr("Output folder"),
                             Words::tr("Where results go when no other folder is chosen."));
    if (key == "store")
        return Words::folder(SettingGroup::Folders, Words::tr("Jobs and reports"),
                             Words::tr("The folder in which the queue is remembered."));
    if (key == "recipes")
        return Words::folder(SettingGroup::Folders, Words::tr("Your recipes"),
                             Words::tr("The folder of recipes that you saved."));
    if (key == "cache")
        return Words::folder(SettingGroup::Cache, Words::tr("Cache folder"),
                             Words::tr("Results that are kept, so that nothing is computed twice."));
    if (key == "cache_memory_mb")
        return Words::number(SettingGroup::Cache, Words::tr("In memory, megabytes"),
                             Words::tr("The fastest level of the cache."), kMostMegabytes, Words::tr("None"));
    if (key == "cache_disk_mb")
        return Words::number(SettingGroup::Cache, Words::tr("On disk, megabytes"),
                             Words::tr("What has not been used for longest goes first."), kMostMegabytes,
                             Words::tr("None"));
    if (key == "redis")
        return Words::text(SettingGroup::Cache, Words::tr("Shared Redis"),
                           Words::tr("A cache for several machines, as redis://host:6379/0; empty is none."));
    return {};
}

SettingWords fileWords(const std::string& key) {
    if (key == "allowed_roots")
        return Words::text(SettingGroup::Files, Words::tr("Allowed folders"),
                           Words::tr("Folders whose files recipes may name; empty is whatever you can read."));
    if (key == "overwrite")
        return Words::choice(SettingGroup::Files, Words::tr("When a file is in the way"),
                             Words::tr("Files that Fotograma did not make itself are never replaced unasked."),
                             {"ask", "always", "never"},
                             {Words::tr("The job stops and says so"), Words::tr("Replace it"), Words::tr("Leave it")});
    if (key == "log")
        return Words::choice(SettingGroup::Files, Words::tr("Log"), Words::tr("How much the program writes down."),
                             {"debug", "info", "warning", "error", "off"},
                             {Words::tr("Everything"), Words::tr("What happens"), Words::tr("Warnings"),
                              Words::tr("Errors"), Words::tr("Nothing")});
    return {};
}

}  // namespace

SettingWords wordsOf(const SettingRow& row) {
    for (const auto find : {workWords, placeWords, fileWords})
        if (SettingWords words = find(row.key); !words.label.isEmpty()) return words;
    return {.label = toQt(row.key), .sentence = toQt(row.sentence)};
}

QString groupText(SettingGroup group) {
    switch (group) {
        case SettingGroup::Window: return Words::tr("Window");
        case SettingGroup::Work: return Words::tr("Work");
        case SettingGroup::Folders: return Words::tr("Folders");
        case SettingGroup::Cache: return Words::tr("Cache");
        case SettingGroup::Files: return Words::tr("Files and log");
        case SettingGroup::Other: return Words::tr("Other");
    }
    return {};
}

}  // namespace fotograma::ui
