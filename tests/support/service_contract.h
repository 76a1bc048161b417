/// What every api::Service must do, as a test class: derive from it, say how one is made, and its slots run as yours.
///
/// Thread   the test's own.
#pragma once

#include <QtTest>

#include <filesystem>
#include <memory>

#include "engine/api/service.h"
#include "tests/support/scripted_worker.h"

namespace fotograma::tests {

/// A service over scripted workers, with all that it stands on. Destroying it shuts the service down.
class ServiceUnderTest {
public:
    virtual ~ServiceUnderTest() = default;
    virtual api::Service& service() = 0;
    virtual Script& script() = 0;
    virtual void shutDown() = 0;
};

struct ServiceWish {
    std::filesystem::path folder;  ///< For its store.
    int threads = 4;
    std::int64_t eventLimit = 50'000;
};

class ServiceContract : public QObject {
    Q_OBJECT

protected:
    virtual std::unique_ptr<ServiceUnderTest> make(const ServiceWish& wish) = 0;

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServiceUnderTest> m_test;

    std::filesystem::path folder() const;
    api::Service& start(int threads = 4, std::int64_t eventLimit = 50'000);
    base::JobId submitOne(const std::string& name);

private slots:
    void cleanup();

    void describesItself();
    void listsRecipes();
    void checksWithoutRunning();
    void runsASubmittedJobToItsReport();
    void tellsProgressAndLogsBetweenTheStoredEvents();
    void keepsOrderWhenAJobFails();
    void runsHigherPriorityFirst();
    void runsSeveralAtOnce();
    void refusesABadItemAndTakesTheOthers();
    void answersTheSameKeyWithTheSameReply();
    void adoptsAJobThatWaitsAndReportsOneThatIsDone();
    void followsTheOverwriteRuleForUnknownFiles();
    void cancelsARunningJob();
    void pausesARunningJobAndGoesOn();
    void refusesIllegalMovesJobByJob();
    void retriesAndRemoves();
    void pagesThroughASnapshot();
    void handsOutReportsInPages();
    void givesEverySubscriberAllEventsWithoutGaps();
    void endsASubscriptionThatIsTooOld();
    void callsNoSinkAfterItsSubscriptionIsGone();
    void mayBeCalledFromItsOwnAnswers();
    void countsWhatItDoes();
    void caresForItsCache();
    void makesPreviewsBesideTheJobs();
    void theNewestPreviewOfASlotWins();
    void answersEverythingOnceWhenItIsShutDown();

    void editsWhatWaitsAndNothingElse();
    void givesEditedJobsNewNames();
    void movesJobsInTheQueue();
    void keepsItsOrderHoweverOftenJobsAreMoved();
    void holdsTheQueue();
    void refusesSettingsOutOfRange();
    void listsBatchesTheNewestFirst();
    void listsTheNewestJobsFirst();
    void keepsAndForgetsRecipes();
};

}  // namespace fotograma::tests
