package dev.mooring.stack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Installs a registry with the names and the port that an install has by itself: one test at a
/// time, beside others. Such tests begin first, as they can't share the rest of a run.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("the usual registry")
@Order(1)
@interface UsualRegistry {}
