#include "engine/plugins/libavfilter_stage.h"

namespace fotograma::plugins {
namespace {

std::string pathOf(const std::shared_ptr<const PrivateFile>& file) { return file ? file->path() : std::string(); }

/// The graph is made with the first frame, whose time base it must know, and anew for each sequence.
class GraphStage final : public filter::Stage {
public:
    GraphStage(std::string graph, std::shared_ptr<const PrivateFile> file)
        : m_text(std::move(graph)), m_file(std::move(file)) {}

    base::Status push(const frame::Frame& frame, std::vector<frame::Frame>& out) override {
        if (m_graph == nullptr) {
            FOTOGRAMA_ASSIGN_OR_RETURN(
                m_graph, media::VideoGraph::create(m_text, frame.spec(), frame.info().timeBase, pathOf(m_file)));
        }
        return m_graph->push(frame, out);
    }
    base::Status flush(std::vector<frame::Frame>& out) override {
        if (m_graph == nullptr) return {};
        base::Status status = m_graph->flush(out);
        m_graph.reset();
        return status;
    }

private:
    std::string m_text;
    std::shared_ptr<const PrivateFile> m_file;
    std::unique_ptr<media::VideoGraph> m_graph;
};

/// Rates out by rates in, where both are known.
double rateFactor(const frame::PictureSpec& in, const frame::PictureSpec& out) {
    const bool areKnown = in.frameRate.isPositive() && out.frameRate.isPositive();
    return areKnown ? out.frameRate.value() / in.frameRate.value() : 1.0;
}

}  // namespace

base::Result<filter::PreparedFilter> preparedGraph(const std::string& graph, const frame::PictureSpec& input,
                                                   std::shared_ptr<const PrivateFile> file) {
    constexpr base::Rational kAnyTimeBase{1, 90000};
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto made, media::VideoGraph::create(graph, input, kAnyTimeBase, pathOf(file)));
    filter::PreparedFilter prepared{.passes = {}, .output = made->output()};
    prepared.rateFactor = rateFactor(input, prepared.output);
    prepared.stage = [graph, file = std::move(file)]() -> base::Result<std::unique_ptr<filter::Stage>> {
        return std::make_unique<GraphStage>(graph, file);
    };
    return prepared;
}

}  // namespace fotograma::plugins
