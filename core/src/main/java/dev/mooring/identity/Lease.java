package dev.mooring.identity;

import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The present credential of one account and its renewal: once it is due, the next caller still
/// gets the present one at once while a fresh one is fetched beside. A renewal that fails is tried
/// again after 5 s, then ever later, up to 2 min. Thread-safe; closing ends a renewal that runs.
///
/// @param <C> what proves who one is
public final class Lease<C extends Credential> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /// A credential this close to its end is not handed out.
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(2);

  private final ServiceAccount account;
  private final Issuer<C> issuer;
  private final InstantSource clock;

  /// Held while one is fetched because there is no valid one.
  private final ReentrantLock fetching = new ReentrantLock();

  /// Of the last attempt that was waited for; changed with [#fetching] held.
  private volatile @Nullable MooringException failure;

  private final Object state = new Object();
  private volatile @Nullable C present;
  private @Nullable Thread renewal;
  private Instant retryAt = Instant.MIN;
  private Duration pause = FIRST_RETRY;
  private boolean closed;

  /// Makes a fresh credential.
  @FunctionalInterface
  public interface Issuer<C> {

    /// Bounded in time.
    ///
    /// @throws MooringException when there is none to be had, saying why
    C issue(ServiceAccount account) throws InterruptedException;
  }

  /// Fetches nothing until somebody asks.
  ///
  /// @param clock by which credentials end
  public Lease(ServiceAccount account, Issuer<C> issuer, InstantSource clock) {
    this.account = account;
    this.issuer = issuer;
    this.clock = clock;
  }

  /// A valid credential: the one that is there, while a due renewal runs beside, or a new one.
  ///
  /// @throws MooringException when there is none and none to be had
  public C present() throws InterruptedException {
    C known = valid();
    if (known == null) {
      MooringException before = failure;
      fetching.lockInterruptibly();
      try {
        known = valid();
        MooringException others = failure;
        if (known == null && others != null && others != before) {
          // Whoever waited for an attempt takes its end too: a hundred callers are not a hundred
          // attempts, one after the other.
          throw new MooringException(others.problem(), others.getCause());
        }
        if (known == null) {
          known = issued();
        }
      } finally {
        fetching.unlock();
      }
    } else if (!clock.instant().isBefore(known.renewAt())) {
      renewBeside();
    }
    return known;
  }

  /// Another credential than this one. Callers at the same time get the same.
  ///
  /// @throws MooringException when there is none to be had
  public C renewed(C stale) throws InterruptedException {
    fetching.lockInterruptibly();
    try {
      C known = valid();
      if (known == null || known.equals(stale)) {
        known = issued();
      }
      return known;
    } finally {
      fetching.unlock();
    }
  }

  /// With [#fetching] held.
  private C issued() throws InterruptedException {
    try {
      C fresh = issuer.issue(account);
      keep(fresh);
      failure = null;
      return fresh;
    } catch (MooringException e) {
      failure = e;
      throw e;
    }
  }

  private @Nullable C valid() {
    C known = present;
    return known != null && clock.instant().plus(MARGIN).isBefore(known.expires()) ? known : null;
  }

  private void renewBeside() {
    synchronized (state) {
      if (closed || renewal != null || clock.instant().isBefore(retryAt)) {
        return;
      }
      renewal =
          Thread.ofVirtual()
              .name("renew-" + account.namespace() + "-" + account.name())
              .start(this::renew);
    }
  }

  private void renew() {
    try {
      keep(issuer.issue(account));
    } catch (MooringException e) {
      postpone();
      LOG.warn("Renewal for {} failed, the present credential stays in use", account, e);
    } catch (InterruptedException e) {
      LOG.debug("Renewal for {} was ended", account);
    } catch (RuntimeException e) {
      postpone();
      LOG.error("Renewal for {} ended by a defect", account, e);
    } finally {
      synchronized (state) {
        renewal = null;
      }
    }
  }

  private void keep(C fresh) {
    synchronized (state) {
      if (closed) {
        return;
      }
      present = fresh;
      pause = FIRST_RETRY;
      retryAt = Instant.MIN;
    }
  }

  private void postpone() {
    synchronized (state) {
      retryAt = clock.instant().plus(pause);
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next;
    }
  }

  /// Forgets the credential and ends a renewal that runs.
  @Override
  public void close() {
    synchronized (state) {
      closed = true;
      present = null;
      if (renewal != null) {
        renewal.interrupt();
      }
    }
  }
}
