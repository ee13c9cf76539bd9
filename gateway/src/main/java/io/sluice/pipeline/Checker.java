package io.sluice.pipeline;

import io.sluice.audit.Scans;
import io.sluice.model.Deadline;
import io.sluice.model.Exposure;
import io.sluice.model.Finding;
import io.sluice.model.Label;
import io.sluice.model.Lifeline;
import io.sluice.model.Origin;
import io.sluice.model.Segment;
import io.sluice.model.Span;
import java.util.List;

/**
 * The port by which content rules have texts judged that no pattern can: by a model whose provider
 * classifies ({@link Classifiers}), or in process.
 */
interface Checker {
  /**
   * Asks what it makes of some texts. Waits, but no longer than the question may take.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE: what cannot be recorded is not asked
   */
  Told ask(Asking asking);

  /**
   * One question.
   *
   * @param until when an answer is of no use any more
   */
  record Asking(CheckRule rule, Matter matter, List<Text> texts, Deadline until) {
    public Asking {
      texts = List.copyOf(texts);
    }
  }

  /**
   * What something is asked for.
   *
   * @param content of the exchange
   * @param exposure of the texts that are asked about
   * @param lifeline what ends the exchange early
   */
  record Matter(Content content, Exposure exposure, Lifeline lifeline) {}

  /**
   * One text.
   *
   * @param findings what detectors found in it, which may have to be masked
   * @param label all that is known of it
   */
  record Text(Segment segment, List<Finding> findings, Label label, Origin origin) {
    public Text {
      findings = List.copyOf(findings);
    }

    Span whole() {
      return new Span(0, segment.text().length());
    }
  }

  /**
   * What came of it.
   *
   * @param found by text, where what was asked for is; empty list: nowhere. No lists: nobody said
   * @param asked for the record
   */
  record Told(List<List<Span>> found, List<Scans.Asked> asked) {
    public Told {
      found = List.copyOf(found);
      asked = List.copyOf(asked);
    }

    boolean failed() {
      return found.isEmpty();
    }
  }
}
