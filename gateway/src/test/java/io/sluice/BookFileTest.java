package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.EntryLog;
import io.sluice.audit.MemoryLog;
import io.sluice.limits.BudgetFold;
import io.sluice.model.Account;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Money;
import io.sluice.model.Posting;
import io.sluice.model.Principal.Period;
import io.sluice.model.Secret;
import io.sluice.vault.Stamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookFileTest {
  private static final Stamps KEY = new Stamps(Secret.of(new byte[32]));

  @TempDir Path directory;
  private final MemoryLog log = new MemoryLog();
  private final BudgetFold fold = BudgetFold.empty();

  @BeforeEach
  void three_entries_of_which_one_exchange_is_open() throws IOException {
    var account = new Account("default", "k1", Period.LIFE, 0);
    var first = new ExchangeId("x1");
    add(Posting.Opened.on(first, account, new Money(500)));
    add(new Posting.Closed(first, new Money(200)));
    add(Posting.Opened.on(new ExchangeId("x2"), account, new Money(70)));
    log.sync();
  }

  private void add(Posting posting) throws IOException {
    EntryLog.Pending ignored = log.submit(Bytes.utf8("entry " + log.size() + fold.next()));
    fold.fold(fold.next(), posting);
  }

  private Path path() {
    return directory.resolve("books");
  }

  @Test
  void what_was_written_is_read_back() throws IOException {
    var file = new BookFile(path(), KEY);
    file.write(fold, log);
    BudgetFold back = file.read(log);
    assertThat(back.next()).isEqualTo(3);
    assertThat(back.accounts()).isEqualTo(fold.accounts());
    assertThat(back.open()).isEqualTo(fold.open());
  }

  @Test
  void a_file_that_is_missing_cut_or_changed_anywhere_is_not_believed() throws IOException {
    var file = new BookFile(path(), KEY);
    assertThat(file.read(log).next()).isZero();
    file.write(fold, log);
    byte[] sound = Files.readAllBytes(path());
    for (int i = 0; i < sound.length; i++) {
      byte[] bad = sound.clone();
      bad[i] ^= 1;
      Files.write(path(), bad);
      assertThat(file.read(log).next()).as("byte %d", i).isZero();
      Files.write(path(), java.util.Arrays.copyOf(sound, i));
      assertThat(file.read(log).next()).as("cut at %d", i).isZero();
    }
    Files.write(path(), sound);
    assertThat(file.read(log).next()).isEqualTo(3);
    assertThat(new BookFile(path(), new Stamps(Secret.of(new byte[] {1}))).read(log).next())
        .isZero();
  }

  @Test
  void books_of_another_ledger_or_of_one_that_was_set_back_are_not_believed() throws IOException {
    var file = new BookFile(path(), KEY);
    file.write(fold, log);
    assertThat(file.read(log.crashedAt(2)).next()).isZero();
    var other = new MemoryLog();
    for (int i = 0; i < 3; i++) {
      EntryLog.Pending ignored = other.submit(Bytes.utf8("other " + i));
    }
    other.sync();
    assertThat(file.read(other).next()).isZero();
  }
}
