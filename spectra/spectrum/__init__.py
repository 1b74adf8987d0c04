"""Singular values and vectors, class weights, growth rates and windows, symbolic in k and R."""
