package io.sluice.flow;

import com.github.benmanes.caffeine.cache.Cache;
import io.sluice.flow.Lineage.Voice;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.NormalText;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One look at one text. */
final class Look {
  private final Tenant tenant;
  private final String text;
  private final Known known;
  private final Marks marks = new Marks();

  Look(Tenant tenant, String text, Known known) {
    this.tenant = tenant;
    this.text = text;
    this.known = known;
  }

  /**
   * How values are heard.
   *
   * @param app the application that says the text; 0: none
   */
  record Ear(Voice voice, int app) {}

  /** What is known; {@code readings} of texts that came before are used again. */
  Recognised look(Ear ear, Cache<Long, Reading> readings) {
    long exact = tenant.exact(text);
    Label whole = whole(exact);
    Reading reading = readings.get(exact, _ -> Reading.of(tenant, text));
    if (whole == null && reading.whole() && known.nothingOf(reading)) {
      return Recognised.NOTHING;
    }
    boolean first = true;
    for (Reading.Part part : reading.parts()) {
      boolean beside = first && whole == null;
      new Recognition(known, part).stretches(beside ? new Beside() : null).forEach(marks::add);
      first = false;
    }
    for (Reading.Atom atom : reading.atoms()) {
      atom(atom, ear);
    }
    if (marks.isEmpty() && reading.whole()) {
      return Recognised.NOTHING;
    }
    return new Recognised(whole, marks.apart(), reading.whole() || whole != null);
  }

  private @Nullable Label whole(long exact) {
    List<Integer> sources = known.sources(exact);
    if (sources.isEmpty()) {
      return null;
    }
    Label label = known.label(sources);
    marks.add(new Stretch(new Span(0, text.length()), label, known.origins(sources)));
    return label;
  }

  /** True where a value is as trustworthy as who says it, whoever else named it. */
  private boolean own(Reading.Atom atom, List<Integer> sources, Ear ear) {
    return switch (ear.voice()) {
      case OPERATOR -> true;
      case ANY -> false;
      case OWN ->
          atom.plain()
              || known.through(ear.app(), sources)
              || !known.sources(tenant.met(ear.app(), atom.hash())).isEmpty();
    };
  }

  private void atom(Reading.Atom atom, Ear ear) {
    List<Integer> sources = known.sources(atom.hash());
    if (sources.isEmpty()) {
      return;
    }
    Label all = known.label(sources);
    var label =
        new Label(
            own(atom, sources, ear) ? Integrity.OPERATOR : all.integrity(),
            atom.plain() ? Label.BOTTOM.level() : all.level(),
            atom.plain() ? Label.BOTTOM.categories() : all.categories());
    if (!label.equals(Label.BOTTOM)) {
      var span = new Span(atom.start(), atom.end());
      marks.add(new Stretch(span, label, known.origins(sources)));
    }
  }

  /** What lies beside the picked fingerprints; the normal text is made only where that is asked. */
  private final class Beside implements Recognition.Around {
    private @Nullable NormalText normal;

    private NormalText normal() {
      NormalText made = normal;
      if (made == null) {
        made = NormalText.of(text);
        normal = made;
      }
      return made;
    }

    @Override
    public long hash(int index) {
      return tenant.at(normal(), index);
    }

    @Override
    public Span span(int index) {
      NormalText made = normal();
      int to = index + Winnower.K;
      int end = to == made.length() ? text.length() : made.position(to);
      return new Span(index == 0 ? 0 : made.position(index), end);
    }
  }
}
