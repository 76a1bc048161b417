#include "engine/media/graph_text.h"

#include <cstring>
#include <memory>

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavutil/avstring.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
}

namespace fotograma::media::graph {
namespace {

constexpr const char* kBlanks = " \n\t\r";
constexpr std::size_t kMostNodes = 100;

struct FreeText {
    void operator()(char* text) const noexcept { av_free(text); }
};
using Text = std::unique_ptr<char, FreeText>;

struct FreeGraph {
    void operator()(AVFilterGraph* graph) const noexcept { avfilter_graph_free(&graph); }
};

/// Follows graphparser.c of libavfilter, word by word.
class Parser {
public:
    Parser(const char* text, const char* file) : m_at(text), m_file(file), m_scratch(avfilter_graph_alloc()) {}

    Parsed parse() {
        skipBlanks();
        if (std::strncmp(m_at, "sws_flags=", 10) == 0) return failed("sws_flags cannot be set for a whole graph");
        bool follows = false;
        while (m_parsed.error.empty()) {
            skipBlanks();
            Node& node = m_parsed.nodes.emplace_back();
            node.followsLast = follows;
            if (m_parsed.nodes.size() > kMostNodes) return failed("it has over 100 filters");
            if (!takeLabels(node.inputs) || !takeFilter(node) || !takeLabels(node.outputs)) break;
            skipBlanks();
            const char end = *m_at;
            if (end == '\0') break;
            if (end != ',' && end != ';') return failed(std::string("it cannot be read from \"") + m_at + "\" on");
            follows = end == ',';
            ++m_at;
        }
        return std::move(m_parsed);
    }

private:
    Parsed failed(const std::string& why) {
        m_parsed.error = why;
        return std::move(m_parsed);
    }
    bool fail(const std::string& why) {
        m_parsed.error = why;
        return false;
    }
    void skipBlanks() { m_at += std::strspn(m_at, kBlanks); }

    /// "[in][main]"
    bool takeLabels(std::vector<std::string>& labels) {
        skipBlanks();
        while (*m_at == '[') {
            ++m_at;
            const Text label(av_get_token(&m_at, "]"));
            if (!label || *label == '\0' || *m_at != ']') return fail("a label in [ ] is empty or does not end");
            labels.emplace_back(label.get());
            ++m_at;
            skipBlanks();
        }
        return true;
    }

    /// "name@instance=options"
    bool takeFilter(Node& node) {
        const Text whole(av_get_token(&m_at, "=,;["));
        std::string name = whole ? whole.get() : "";
        if (const auto instance = name.find('@'); instance != std::string::npos) name.resize(instance);
        if (name.empty()) return fail("the name of a filter is missing");
        Text options;
        if (*m_at == '=') {
            ++m_at;
            options.reset(av_get_token(&m_at, "[],;"));
        }
        node.filter = avfilter_get_by_name(name.c_str());
        if (node.filter == nullptr) return fail("there is no filter " + name);
        if (auto why = refusal(*node.filter, m_file); !why.empty()) return fail(why);
        return !options || takeOptions(node, options.get());
    }

    /// "w=3:h=4" or "3:4": those without a name go by the order of the filter's options.
    bool takeOptions(Node& node, const char* text) {
        AVFilterContext* context =
            m_scratch ? avfilter_graph_alloc_filter(m_scratch.get(), node.filter, "scratch") : nullptr;
        if (context == nullptr) return fail("there is no memory for it");
        const AVOption* next = nullptr;
        int lastOffset = -1;
        while (*text != '\0') {
            const char* shorthand = nextPositional(context, next, lastOffset);
            char* key = nullptr;
            char* value = nullptr;
            const int code = av_opt_get_key_value(&text, "=", ":", shorthand != nullptr ? AV_OPT_FLAG_IMPLICIT_KEY : 0,
                                                  &key, &value);
            const Text heldKey(key);
            const Text heldValue(value);
            if (code < 0)
                return fail(std::string("options of ") + node.filter->name + " cannot be read: \"" + text + "\"");
            if (*text != '\0') ++text;
            if (key != nullptr) next = nullptr, m_isNamed = true;
            if (!takeOption(node, *context, key != nullptr ? key : shorthand, value)) return false;
        }
        m_isNamed = false;
        return true;
    }

    /// As filters' own reading: the next option that is no constant and no second name of the one before.
    const char* nextPositional(AVFilterContext* context, const AVOption*& at, int& lastOffset) const {
        if (m_isNamed || context->filter->priv_class == nullptr) return nullptr;
        while ((at = av_opt_next(context->priv, at)) != nullptr) {
            if (at->type == AV_OPT_TYPE_CONST || at->offset == lastOffset) continue;
            lastOffset = at->offset;
            return at->name;
        }
        return nullptr;
    }

    bool takeOption(Node& node, AVFilterContext& context, const std::string& key, const char* value) {
        // The filter's own options, then those that all have (enable, threads).
        const AVOption* option = nullptr;
        if (context.filter->priv_class != nullptr) option = av_opt_find(context.priv, key.c_str(), nullptr, 0, 0);
        if (option == nullptr) option = av_opt_find(&context, key.c_str(), nullptr, 0, 0);
        if (option == nullptr) return fail(std::string(node.filter->name) + " has no option " + key);
        if (auto why = refusal(*node.filter, key, value, m_file); !why.empty()) return fail(why);
        const bool isGiven = value == kGivenFile && opensGivenFile(*node.filter, key);
        node.options.emplace_back(key, isGiven ? m_file : value);
        return true;
    }

    const char* m_at;
    const char* m_file;
    std::unique_ptr<AVFilterGraph, FreeGraph> m_scratch;  ///< Filters in it are never started.
    Parsed m_parsed;
    bool m_isNamed = false;  ///< Behind an option with a name none may go without.
};

}  // namespace

Parsed parse(const char* text, const char* file) { return Parser(text, file).parse(); }

}  // namespace fotograma::media::graph
