# Fits Fay and Herriot's model to the tables beside it with plain R (dense matrices, the likelihood by optimize from many
# starts; nothing of ours) and prints JSON: Rscript fay_herriot.R FOLDER
folder <- commandArgs(trailingOnly = TRUE)[1]
cases <- list(milk = c("m2", "m3", "m4"), regular = c("x1", "x2"), boundary = c("x1", "x2"), few = "x1",
              unequal = c("x1", "x2"))
number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
array <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")

at <- function(s, y, D, X) { # everything at one variance between areas, by the book
  V <- diag(s + D); Vi <- solve(V)
  Q <- solve(t(X) %*% Vi %*% X); beta <- Q %*% t(X) %*% Vi %*% y
  r <- y - X %*% beta; P <- Vi - Vi %*% X %*% Q %*% t(X) %*% Vi
  list(Vi = Vi, Q = Q, beta = drop(beta), r = drop(r), P = P,
       ml = -0.5 * (length(y) * log(2 * pi) + sum(log(s + D)) + drop(t(r) %*% Vi %*% r)),
       reml = -0.5 * ((length(y) - ncol(X)) * log(2 * pi) + sum(log(s + D)) + log(det(t(X) %*% Vi %*% X)) -
                        log(det(t(X) %*% X)) + drop(t(y) %*% P %*% y)))
}

highest <- function(f, top) {
  edges <- c(0, exp(seq(log(top * 1e-7), log(top), length.out = 60)))
  found <- 0; best <- f(0)
  for (i in 1:(length(edges) - 2)) {
    o <- optimize(f, edges[c(i, i + 2)], maximum = TRUE, tol = 1e-14 * top)
    if (o$objective > best + 1e-9) { best <- o$objective; found <- o$maximum }
  }
  found
}

score <- function(s, y, D, X, method) {
  f <- at(s, y, D, X)
  tr <- if (method == "reml") sum(diag(f$P)) else sum(diag(f$Vi))
  drop(t(y) %*% f$P %*% f$P %*% y) - tr
}

fit <- function(name, covariates, method) {
  data <- read.csv(file.path(folder, paste0(name, ".csv")))
  X <- cbind(1, as.matrix(data[covariates])); dimnames(X) <- NULL
  X <- sweep(X, 2, apply(abs(X), 2, max), "/") # units that solve() bears; coefficients are turned back below
  scale <- apply(abs(cbind(1, as.matrix(data[covariates]))), 2, max)
  asked <- !is.na(data$y)
  y <- data$y[asked]; D <- data$v[asked]; Xs <- X[asked, , drop = FALSE]; m <- length(y); p <- ncol(X)
  H <- Xs %*% solve(t(Xs) %*% Xs) %*% t(Xs); res <- y - drop(H %*% y)
  if (method == "moments") s <- max(0, (sum(res^2) - sum(D * (1 - diag(H)))) / (m - p))
  else {
    s <- highest(function(x) at(x, y, D, Xs)[[method]], 10 * var(y))
    if (s > 0) s <- uniroot(score, s * c(0.9, 1.1), y = y, D = D, X = Xs, method = method, tol = 1e-14 * s)$root
  }
  f <- at(s, y, D, Xs); v <- s + D; gamma <- s / v
  value <- drop(X %*% f$beta); value[asked] <- value[asked] + gamma * f$r
  mse <- s + diag(X %*% f$Q %*% t(X))
  g1 <- gamma * D; g2 <- (1 - gamma)^2 * diag(Xs %*% f$Q %*% t(Xs))
  spread <- if (method == "moments") 2 * sum(v^2) / m^2 else 2 / sum(diag(f$Vi %*% f$Vi))
  g3 <- D^2 / v^3 * spread
  mse[asked] <- g1 + g2 + 2 * g3
  if (method == "ml") {
    bias <- -sum(diag(f$Q %*% (t(Xs) %*% f$Vi %*% f$Vi %*% Xs))) / sum(diag(f$Vi %*% f$Vi))
    mse[asked] <- mse[asked] - bias * (D / v)^2
  }
  hat <- diag(Xs %*% f$Q %*% t(Xs) %*% f$Vi)
  residual <- f$r / sqrt(diag(diag(v) - Xs %*% f$Q %*% t(Xs)))
  cook <- sapply(seq_len(m), function(i) { # leave each out in turn, sigma2 held
    without <- at(s, y[-i], D[-i], Xs[-i, , drop = FALSE])$beta
    d <- f$beta - without
    drop(t(d) %*% solve(f$Q) %*% d) / p
  })
  test <- shapiro.test(residual)
  h <- function(x, b) 2 * x / (1 + exp(2 * b / x))
  r2 <- 1 - h(sum(res^2) / (m - p), sum(D * (1 - diag(H))) / (m - p)) / h(var(y), mean(D))
  lr <- if (method == "moments") NA else max(0, 2 * (f[[method]] - at(0, y, D, Xs)[[method]]))
  aic <- -2 * f$ml + 2 * (p + 1)
  qq <- qqnorm(residual, plot.it = FALSE)
  sprintf(paste0('{"case": "%s", "method": "%s", "sigma2": %s, "beta": %s, "se": %s, "loglik": %s, "aic": %s, "test": %s, ',
                 '"value": %s, "mse": %s, "gamma": %s, "residual": %s, "leverage": %s, "cook": %s, "shapiro": %s, ',
                 '"shapiro_p": %s, "r2": %s, "normal": %s}'),
          name, method, number(s), array(f$beta / scale), array(sqrt(diag(f$Q)) / scale), number(f$ml), number(aic),
          number(lr), array(value), array(mse), array(gamma), array(residual), array(hat), array(cook),
          number(test$statistic), number(test$p.value), number(r2), array(sort(qq$x)))
}

lines <- character()
for (name in names(cases)) for (method in c("reml", "ml", "moments")) lines <- c(lines, fit(name, cases[[name]], method))
cat("[\n", paste(lines, collapse = ",\n"), "\n]\n", sep = "")
