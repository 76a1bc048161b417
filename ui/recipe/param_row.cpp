#include "ui/recipe/param_row.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSlider>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/choice_box.h"
#include "ui/engine_words.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;
using api::ParameterKind;

namespace {
constexpr int kSliderSteps = 1000;
constexpr double kWideRange = 2000.0;  // pixels, bit rates: the small values are the ones people want
constexpr int kSpinWidth = 116;
constexpr int kLabelWidth = 118;

QString valueText(const Json& value) {
    if (value.isString()) return toQt(value.asString());
    if (value.isBool()) return value.asBool() ? ParamRow::tr("on") : ParamRow::tr("off");
    return value.isNull() ? ParamRow::tr("automatic") : toQt(value.dump());
}

}  // namespace

ParamRow::ParamRow(api::ParameterInfo info, QGridLayout& grid, int row, QWidget* form)
    : QObject(form), m_info(std::move(info)), m_label(new QLabel(engineText(m_info.label), form)) {
    m_label->setObjectName(QStringLiteral("fieldLabel"));
    m_label->setToolTip(engineText(m_info.sentence));
    m_label->setWordWrap(true);
    m_label->setFixedWidth(kLabelWidth);
    grid.addWidget(m_label, row, 0);
    switch (m_info.kind) {
        case ParameterKind::Number:
        case ParameterKind::Integer: makeNumber(grid, row, form); break;
        case ParameterKind::Choice: makeChoice(grid, row, form); break;
        case ParameterKind::Boolean:
            m_check = new QCheckBox(form);
            name(m_check);
            grid.addWidget(m_check, row, 1, 1, 2);
            connect(m_check, &QCheckBox::toggled, this, [this](bool isOn) { tell(isOn); });
            break;
        case ParameterKind::Text:
        case ParameterKind::File: makeText(grid, row, form); break;
    }
    m_reset = new QToolButton(form);
    m_reset->setIcon(icon(Glyph::Reset, &Theme::muted));
    m_reset->setAutoRaise(true);
    m_reset->setIconSize(QSize(14, 14));
    m_reset->setToolTip(tr("Back to %1").arg(valueText(m_info.defaultValue)));
    m_reset->setAccessibleName(tr("Set %1 back to its default").arg(engineText(m_info.label)));
    QSizePolicy policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(policy);
    grid.addWidget(m_reset, row, 3);
    connect(m_reset, &QToolButton::clicked, this, [this] {
        show({});
        emit edited({});
    });
    show({});
}

void ParamRow::name(QWidget* control) {
    control->setObjectName(toQt(m_info.id));
    control->setAccessibleName(engineText(m_info.label));
    control->setAccessibleDescription(engineText(m_info.sentence));
    control->setToolTip(engineText(m_info.sentence));
    if (!m_label->buddy()) m_label->setBuddy(control);
}

void ParamRow::makeNumber(QGridLayout& grid, int row, QWidget* form) {
    m_spin = new QDoubleSpinBox(form);
    const bool isWhole = m_info.kind == ParameterKind::Integer;
    const double by = step();
    m_spin->setDecimals(isWhole ? 0 : std::clamp(static_cast<int>(std::ceil(-std::log10(by) - 1e-9)), 0, 6));
    m_spin->setSingleStep(by);
    // What may be absent has one value more, below the least.
    const bool mayBeAbsent = m_info.defaultValue.isNull();
    m_spin->setRange(m_info.minimum - (mayBeAbsent ? by : 0.0), m_info.maximum);
    if (mayBeAbsent) m_spin->setSpecialValueText(tr("automatic"));
    if (!m_info.unit.empty()) m_spin->setSuffix(QLatin1Char(' ') + toQt(m_info.unit));
    m_spin->setKeyboardTracking(false);
    m_spin->setFixedWidth(kSpinWidth);
    m_slider = new QSlider(Qt::Horizontal, form);
    m_slider->setRange(0, kSliderSteps);
    m_slider->setMinimumWidth(70);
    name(m_spin);
    name(m_slider);
    m_slider->setObjectName(toQt(m_info.id) + QStringLiteral("Slider"));
    for (QWidget* control : {static_cast<QWidget*>(m_spin), static_cast<QWidget*>(m_slider)}) {
        control->setFocusPolicy(Qt::StrongFocus);
        control->installEventFilter(this);
    }
    grid.addWidget(m_slider, row, 1);
    grid.addWidget(m_spin, row, 2);
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        if (!m_isShowing) m_spin->setValue(valueAt(place));
    });
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, [this, isWhole](double value) {
        const bool was = std::exchange(m_isShowing, true);
        m_slider->setValue(sliderAt(value));
        m_isShowing = was;
        if (isUnset(value)) return tell({});
        tell(isWhole ? Json(static_cast<std::int64_t>(std::llround(value))) : Json(value));
    });
}

void ParamRow::makeChoice(QGridLayout& grid, int row, QWidget* form) {
    m_choice = new ChoiceBox(form);
    if (m_info.defaultValue.isNull()) m_choice->addItem(tr("automatic"));
    for (const std::string& choice : m_info.choices) m_choice->addItem(toQt(choice), toQt(choice));
    name(m_choice);
    grid.addWidget(m_choice, row, 1, 1, 2);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this] {
        const QString chosen = m_choice->currentData().toString();
        tell(chosen.isEmpty() ? Json() : Json(chosen.toStdString()));
    });
}

void ParamRow::makeText(QGridLayout& grid, int row, QWidget* form) {
    m_text = new QLineEdit(form);
    name(m_text);
    connect(m_text, &QLineEdit::textEdited, this, [this](const QString& text) { tell(text.toStdString()); });
    if (m_info.kind == ParameterKind::Text) {
        grid.addWidget(m_text, row, 1, 1, 2);
        return;
    }
    auto* browse = new QToolButton(form);
    browse->setIcon(icon(Glyph::Folder));
    browse->setAccessibleName(tr("Choose the file for %1").arg(engineText(m_info.label)));
    connect(browse, &QToolButton::clicked, this, &ParamRow::chooseFile);
    auto* pair = new QHBoxLayout;
    pair->setSpacing(4);
    pair->addWidget(m_text, 1);
    pair->addWidget(browse);
    grid.addLayout(pair, row, 1, 1, 2);
    m_text->setPlaceholderText(tr("Choose or drop a file"));
}

void ParamRow::chooseFile() {
    QStringList endings;
    for (const std::string& ending : m_info.choices) endings << QStringLiteral("*.") + toQt(ending);
    const QString filter = endings.isEmpty() ? QString() : tr("Files (%1)").arg(endings.join(QLatin1Char(' ')));
    const QString file = QFileDialog::getOpenFileName(m_text, engineText(m_info.label), m_text->text(), filter);
    if (file.isEmpty()) return;
    m_text->setText(file);
    tell(file.toStdString());
}

void ParamRow::show(const Json& value) {
    const Json& shown = value.isNull() ? m_info.defaultValue : value;
    m_isShowing = true;
    if (m_spin) {
        const double number = shown.isNumber() ? shown.asNumber() : m_spin->minimum();
        if (std::abs(m_spin->value() - number) > 1e-9) m_spin->setValue(number);
        m_slider->setValue(sliderAt(number));
    }
    if (m_choice) m_choice->setCurrentIndex(std::max(0, m_choice->findData(toQt(shown.asString()))));
    if (m_check) m_check->setChecked(shown.asBool());
    if (m_text && m_text->text() != toQt(shown.asString())) m_text->setText(toQt(shown.asString()));
    m_isShowing = false;
    if (m_reset) m_reset->setVisible(!value.isNull() && !(value == m_info.defaultValue));
}

void ParamRow::tell(const Json& value) {
    if (m_isShowing) return;
    m_reset->setVisible(!value.isNull() && !(value == m_info.defaultValue));
    emit edited(value);
}

bool ParamRow::eventFilter(QObject* watched, QEvent* event) {
    // Scrolling past a control must not turn it.
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus()) return false;
    event->ignore();
    return true;
}

bool ParamRow::isUnset(double value) const { return m_info.defaultValue.isNull() && value < m_info.minimum - 1e-12; }

double ParamRow::step() const {
    if (m_info.kind == ParameterKind::Integer) return std::max(1.0, m_info.step);
    if (m_info.step > 0.0) return m_info.step;
    const double range = m_info.maximum - m_info.minimum;
    return range > 0.0 ? std::pow(10.0, std::floor(std::log10(range / 50.0))) : 0.1;
}

double ParamRow::valueAt(int place) const {
    const double range = m_info.maximum - m_info.minimum;
    double share = static_cast<double>(place) / kSliderSteps;
    if (range > kWideRange) share = share * share * share;
    return m_info.minimum + std::round(share * range / step()) * step();
}

int ParamRow::sliderAt(double value) const {
    const double range = m_info.maximum - m_info.minimum;
    if (range <= 0.0) return 0;
    double share = std::clamp((value - m_info.minimum) / range, 0.0, 1.0);
    if (range > kWideRange) share = std::cbrt(share);
    return static_cast<int>(std::lround(share * kSliderSteps));
}

}  // namespace fotograma::ui
