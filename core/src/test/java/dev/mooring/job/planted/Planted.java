package dev.mooring.job.planted;

import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/// One violation a class, for the rules that forbid it.
public final class Planted {
  private Planted() {}

  static final class PlatformThread {
    Thread start() {
      return Thread.ofPlatform().start(() -> {});
    }
  }

  static final class RawThread {
    Thread make() {
      return new Thread(() -> {});
    }
  }

  static final class OwnThread extends Thread {}

  static final class Pool {
    ExecutorService make() {
      return Executors.newCachedThreadPool();
    }
  }

  static final class DefaultFactory {
    ExecutorService make() {
      return Executors.newFixedThreadPool(1, Executors.defaultThreadFactory());
    }
  }

  static final class Clockwork {
    Timer make() {
      return new Timer();
    }
  }

  static final class CommonPool {
    CompletableFuture<String> ask() {
      return CompletableFuture.supplyAsync(() -> "");
    }
  }

  static final class Forked {
    ForkJoinPool pool() {
      return ForkJoinPool.commonPool();
    }
  }

  static final class Parallel {
    long count(List<String> of) {
      return of.parallelStream().filter(String::isEmpty).count();
    }
  }

  static final class Printing {
    void print() {
      System.out.println();
    }
  }

  static final class Drawing {
    java.awt.Point point() {
      return new java.awt.Point();
    }
  }

  static final class StringUtil {}

  static final class Parsing {
    Object parser() {
      return new com.fasterxml.jackson.databind.ObjectMapper();
    }
  }

  /// What the rules allow.
  static final class Virtual {
    ExecutorService make() {
      return Executors.newFixedThreadPool(1, Thread.ofVirtual().factory());
    }
  }
}
