/// The options that `run` and `queue add` share: what becomes of files.
///
/// Errors   orderOf: InvalidArgument for values that are none, NotFound for an unknown recipe.
#pragma once

#include <string>
#include <vector>

#include "app/commands/batch.h"
#include "app/recipe_choice.h"

namespace fotograma::app {

/// --no-cache and --refresh, which `analyze` has too.
struct CacheOptions {
    bool off = false;
    bool refresh = false;

    void addTo(CLI::App& app);
    /// InvalidArgument for both at once.
    [[nodiscard]] base::Result<api::CacheRule> rule() const;
};

struct JobOptions {
    std::vector<std::string> inputs;
    RecipeChoice recipe;
    std::string output;
    std::string device;
    bool recursive = false;
    bool replace = false;
    bool keep = false;
    CacheOptions cache;
};

/// `options` must outlive the parsing.
void addJobOptions(CLI::App& app, JobOptions& options);

/// The files and the recipe; flags go over the settings.
base::Result<BatchOrder> orderOf(const JobOptions& options, LoadedSettings& settings);

}  // namespace fotograma::app
