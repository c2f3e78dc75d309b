# Answers questions.csv with R's survey package and prints JSON: Rscript survey.R FOLDER
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE, na.strings = "", check.names = FALSE)
questions <- read("questions.csv")
totals <- read("totals.csv")
terms_of <- function(text) if (is.na(text)) NULL else reformulate(strsplit(text, "+", fixed = TRUE)[[1]])

margin <- function(variable, rows) {
  kept <- rows[rows$variable == variable, ]
  setNames(data.frame(kept$category, kept$total), c(variable, "Freq"))
}

calibrated <- function(design, name) {
  rows <- totals[totals$calibration == name, ]
  method <- rows$method[1]
  variables <- unique(rows$variable)
  if (method == "poststratify") return(postStratify(design, reformulate(variables), margin(variables, rows)))
  if (method == "rake")
    return(rake(design, lapply(variables, reformulate), lapply(variables, margin, rows = rows),
                control = list(maxit = 1000, epsilon = 1e-9)))
  bound <- function(name, none) if (any(rows$variable == name)) rows$total[rows$variable == name] else none
  bounds <- c(bound("(low)", -Inf), bound("(high)", Inf))
  rows <- rows[!rows$variable %in% c("(low)", "(high)"), ]
  variables <- unique(rows$variable)
  wanted <- c(`(Intercept)` = rows$total[rows$variable == "(size)"])
  for (v in setdiff(variables, "(size)")) {
    kept <- rows[rows$variable == v, ]
    if (is.na(kept$category[1])) wanted[v] <- kept$total
    else { kept <- kept[order(kept$category), ]; wanted[paste0(v, kept$category)[-1]] <- kept$total[-1] }
  }
  calibrate(design, reformulate(setdiff(variables, "(size)")), wanted, bounds = bounds, epsilon = 1e-12, maxit = 200)
}

in_cells <- function(q) !is.na(q$calibration) && any(totals$method[totals$calibration == q$calibration] == "nonresponse")

build <- function(q) {
  data <- read(paste0(q$data, ".csv"))
  options(survey.lonely.psu = q$lonely)
  design <- svydesign(ids = if (is.na(q$psu)) ~1 else terms_of(q$psu), strata = terms_of(q$strata),
                      weights = terms_of(q$weights), fpc = terms_of(q$fpc), data = data, nest = q$nest == "yes")
  if (is.na(q$calibration) || in_cells(q)) design else calibrated(design, q$calibration)
}

number <- function(x) if (length(x) == 0 || !is.finite(x)) "null" else sprintf("%.17g", x)
compared <- function(q) if (q$deff == "replace") "replace" else TRUE

answer <- function(q, design, inside, domain, category) {
  y <- design$variables[[q$variable]]
  if (!is.na(category)) y <- as.numeric(as.character(y) == category)
  design$variables$.y <- as.numeric(y)
  known <- !is.na(design$variables$.y)
  if (q$statistic == "ratio") {
    design$variables$.x <- as.numeric(design$variables[[q$denominator]])
    known <- known & !is.na(design$variables$.x)
  }
  design$variables$.y[!known] <- 0 # calibrated designs keep rows outside a subset, with weight zero: no NA may be there
  part <- subset(design, inside & known)
  found <- switch(q$statistic,
    mean = , share = svymean(~.y, part, deff = compared(q)),
    total = svytotal(~.y, part, deff = compared(q)),
    ratio = svyratio(~.y, ~.x, part, deff = compared(q)))
  df <- degf(part)
  bounds <- confint(found, df = df)
  fields <- c(value = coef(found)[[1]], se = SE(found)[[1]], df = df, low = bounds[1], high = bounds[2],
              deff = as.vector(attr(found, "deff"))[1])
  if (q$statistic == "share") {
    logit <- attr(svyciprop(~.y, part, method = "logit"), "ci")
    beta <- attr(svyciprop(~.y, part, method = "beta"), "ci")
    fields <- c(fields, logit_low = logit[[1]], logit_high = logit[[2]], kg_low = beta[[1]], kg_high = beta[[2]])
  }
  values <- paste0('"', names(fields), '": ', vapply(fields, number, ""), collapse = ", ")
  sprintf('{"question": "%s", "domain": "%s", "category": "%s", %s}', q$id, domain,
          if (is.na(category)) "" else category, values)
}

# Cells of kind, where only those with a value in `gappy` answered: a sum of ratios times estimated sizes, with the delta
# method over the totals of each cell.
answer_in_cells <- function(q, design, inside, domain) {
  data <- design$variables
  heard <- !is.na(data$gappy)
  x <- if (q$statistic == "ratio") data[[q$denominator]] else rep(1, nrow(data))
  parts <- list()
  for (cell in sort(unique(data$kind))) {
    of <- data$kind == cell
    parts[[paste0("N", cell)]] <- as.numeric(of)
    parts[[paste0("R", cell)]] <- as.numeric(of & heard)
    parts[[paste0("Y", cell)]] <- ifelse(of & heard & inside, data[[q$variable]], 0)
    parts[[paste0("X", cell)]] <- ifelse(of & heard & inside, x, 0)
  }
  design$variables <- as.data.frame(parts)
  sums <- svytotal(reformulate(names(parts)), design)
  over <- function(sign) paste(sprintf("N%1$s * %2$s%1$s / R%1$s", sort(unique(data$kind)), sign), collapse = " + ")
  formula <- parse(text = sprintf("(%s) / (%s)", over("Y"), over("X")))[[1]]
  found <- eval(bquote(svycontrast(sums, quote(.(formula)))))
  sprintf('{"question": "%s", "domain": "%s", "category": "", "value": %s, "se": %s}', q$id, domain,
          number(coef(found)[[1]]), number(SE(found)[[1]]))
}

lines <- character()
for (i in seq_len(nrow(questions))) {
  q <- questions[i, ]
  design <- build(q)
  columns <- if (is.na(q$by)) character() else strsplit(q$by, "+", fixed = TRUE)[[1]]
  key <- if (length(columns)) do.call(paste, c(design$variables[columns], sep = "+")) else rep("", nrow(design$variables))
  if (!is.na(q$where)) key[design$variables[[q$where]] != 1] <- NA
  categories <- if (q$categories == "yes") sort(unique(design$variables[[q$variable]])) else NA
  for (domain in sort(unique(key))) for (category in categories)
    lines <- c(lines, if (in_cells(q)) answer_in_cells(q, design, !is.na(key) & key == domain, domain)
                      else answer(q, design, !is.na(key) & key == domain, domain, category))
}
cat("[\n", paste(lines, collapse = ",\n"), "\n]\n", sep = "")
