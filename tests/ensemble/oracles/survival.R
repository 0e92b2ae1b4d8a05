# What R's survival makes of the same numbers: Rscript survival.R CELLS.csv
#
# CELLS.csv has a header and rows temperature_K,value,censored (no, left, right). Prints "name value"
# lines. The distribution is that of all values together; without left-censoring it is survfit's own,
# with it Turnbull's iteration of survfit's product limit, taken further than survfit itself does.
suppressMessages(library(survival))

show <- function(name, values) cat(sprintf("%s.%d %.17g\n", name, seq_along(values) - 1, values), sep = "")

cells <- read.csv(commandArgs(trailingOnly = TRUE)[1])
cells$x <- 1 / (8.617333262145179e-5 * cells$temperature_K)
low <- ifelse(cells$censored == "left", -Inf, cells$value)
high <- ifelse(cells$censored == "right", Inf, cells$value)

# Left-censored observations become fractions of events at or below their bound, in the proportions
# that the last estimate has there, until that changes nothing.
distribution <- function() {
  left <- cells$value[cells$censored == "left"]
  seen <- cells[cells$censored != "left", ]
  times <- sort(unique(c(seen$value[seen$censored == "no"], left[left < min(seen$value[seen$censored == "no"])])))
  jumps <- rep(1 / length(times), length(times))
  for (turn in 1:20000) {
    spread <- rep(0, length(times))
    for (bound in left) spread <- spread + (times <= bound) * jumps / sum(jumps[times <= bound])
    used <- spread > 0
    fit <- survfit(Surv(c(seen$value, times[used]), c(seen$censored == "no", rep(TRUE, sum(used)))) ~ 1,
                   weights = c(rep(1, nrow(seen)), spread[used]))
    at <- summary(fit, times = times)$surv
    change <- max(abs(-diff(c(1, at)) - jumps))
    jumps <- -diff(c(1, at))
    if (change < 1e-12) break
  }
  show("time", times[jumps > 1e-7])
  show("survival", at[jumps > 1e-7])
  if (length(left) > 0) {  # the package's own answer
    own <- survfit(Surv(low, high, type = "interval2") ~ 1)
    show("turnbull", summary(own, times = times[jumps > 1e-7])$surv)
  }
}
distribution()

if (!any(cells$censored == "left")) {
  fit <- summary(survfit(Surv(cells$value, cells$censored == "no") ~ 1))
  show("greenwood", fit$std.err)
  show("median", fit$table["median"])
}

line <- survreg(Surv(low, high, type = "interval2") ~ x, data = cells, dist = "gaussian",
                control = survreg.control(rel.tolerance = 1e-13, maxiter = 100))
show("line", c(-coef(line)[2], coef(line)[1], line$scale, line$loglik[2]))
parts <- residuals(line, type = "matrix")
scores <- cbind(parts[, "dg"], parts[, "dg"] * cells$x, parts[, "ds"])
scatter <- matrix(0, 3, 3)
for (cell in split(seq_len(nrow(cells)), cells$temperature_K)) {
  own <- scale(scores[cell, ], scale = FALSE)
  scatter <- scatter + length(cell) / (length(cell) - 1) * crossprod(own)
}
sandwich <- vcov(line) %*% scatter %*% vcov(line)
show("sandwich", c(sqrt(sandwich[2, 2]), sqrt(sandwich[1, 1]), -sandwich[1, 2]))
parabola <- survreg(Surv(low, high, type = "interval2") ~ x + I((x - 40)^2), data = cells, dist = "gaussian",
                    control = survreg.control(rel.tolerance = 1e-13, maxiter = 100))
n <- nrow(cells)
gain <- 2 * (parabola$loglik[2] - line$loglik[2])
show("quadratic_p", pf((n - 3) * expm1(gain / n), 1, n - 3, lower.tail = FALSE))
