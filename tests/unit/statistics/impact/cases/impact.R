# Compares before and after with R's survey package and prints JSON: Rscript impact.R FOLDER
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE, na.strings = "")
data <- read("families.csv")
questions <- read("questions.csv")

number <- function(x) if (length(x) == 0 || !is.finite(x)) "null" else sprintf("%.17g", x)

matched_weights <- function(d) {
  for (cell in unique(d$cell)) {
    here <- d$cell == cell
    ours <- sum(d$w[here & d$treated == 1]); theirs <- sum(d$w[here & d$treated == 0])
    factor <- if (ours > 0 && theirs > 0) ours / theirs else 0
    d$w[here & d$treated == 0] <- d$w[here & d$treated == 0] * factor
    if (factor == 0) d$w[here] <- 0
  }
  d[d$w > 0, ]
}

answer <- function(q) {
  d <- data
  d$b <- d[[paste0(q$measure, "_before")]]; d$a <- d[[paste0(q$measure, "_after")]]
  d$w <- if (q$weighted == "yes") d$weight else 1
  if (q$villages != "all") d <- d[d$village %in% strsplit(q$villages, "+", fixed = TRUE)[[1]], ]
  d$change <- d$a - d$b
  if (q$matched == "yes") d <- matched_weights(d)
  design <- svydesign(ids = ~village, strata = if (q$strata == "yes") ~stratum else NULL, weights = ~w, data = d)
  fit <- svyglm(change ~ treated, design = design)
  value <- unname(coef(fit)["treated"]); se <- unname(sqrt(diag(vcov(fit)))["treated"])
  df <- fit$df.residual
  reach <- qt(0.975, df) * se
  plain <- unname(coef(lm(change ~ treated, data = d, weights = w))["treated"])
  stopifnot(abs(plain - value) < 1e-9)
  others <- d[d$treated == 0, ]
  line <- lm(change ~ b, data = others, weights = w)
  start <- weighted.mean(d$b[d$treated == 1], d$w[d$treated == 1]) - weighted.mean(others$b, others$w)
  sums <- aggregate(cbind(s = d$w * d$change, w = d$w), list(village = d$village), sum)
  k <- length(unique(d$village[d$treated == 1]))
  of <- function(chosen) {
    inside <- sums$village %in% chosen
    sum(sums$s[inside]) / sum(sums$w[inside]) - sum(sums$s[!inside]) / sum(sums$w[!inside])
  }
  all <- combn(sums$village, k, of)
  chance <- mean(abs(all) >= abs(of(unique(d$village[d$treated == 1]))) - 1e-9)
  sprintf('{"question": "%s", "value": %s, "se": %s, "df": %d, "low": %s, "high": %s, "expected": %s, "chance": %s}',
          q$question, number(value), number(se), df, number(value - reach), number(value + reach),
          number(unname(coef(line)["b"]) * start), number(chance))
}

rows <- sapply(seq_len(nrow(questions)), function(i) answer(as.list(questions[i, ])))
cat("[\n", paste(rows, collapse = ",\n"), "\n]\n", sep = "")
